"""What one audience may read: removed and masked before anything is counted, and the only way to what follows."""
