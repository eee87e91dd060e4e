"""The forms, and where on the forge a file is proposed."""
