"""What Salesforce and HubSpot usually call the columns of their exports, in reports and in the names of their API."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class System:
    """One CRM: its name on the command line and in print, and the names of its columns by field."""

    name: str
    title: str
    columns: Mapping[str, Sequence[str]]


SALESFORCE = System(
    "salesforce",
    "Salesforce",
    {
        "opportunity": ("Opportunity ID", "Opportunity Id", "Opportunity 18 Digit ID", "OpportunityId", "Id"),
        "account": ("Account Name", "Account: Account Name", "Account.Name", "Company / Account"),
        "closed": ("Close Date", "CloseDate", "Closed Date"),
        "outcome": ("Stage", "StageName"),
        "value": ("Amount", "Amount (converted)", "Opportunity Amount"),
        "currency_column": ("Amount Currency", "Opportunity Currency", "CurrencyIsoCode"),
        "rep": ("Opportunity Owner", "Owner Name", "Owner.Name", "Opportunity Owner: Full Name", "Owner"),
        "segment": ("Segment", "Account Segment", "Industry", "Account.Industry"),
        "product": ("Product", "Product Name", "Primary Product", "Product2.Name"),
        "lost_to": ("Main Competitor(s)", "Main Competitor", "Primary Competitor", "MainCompetitors__c", "Competitor"),
        "theme": ("Loss Reason", "Closed Lost Reason", "Win/Loss Reason", "Reason Lost", "Loss_Reason__c"),
        "words": ("Loss Reason Details", "Win/Loss Details", "Loss Reason Detail", "Description", "Next Step"),
    },
)
HUBSPOT = System(
    "hubspot",
    "HubSpot",
    {
        "opportunity": ("Record ID", "Deal ID", "Record ID - Deal", "hs_object_id"),
        "account": ("Associated Company", "Associated Company (Primary)", "Company name", "Associated Company Names"),
        "closed": ("Close Date", "closedate", "Closed Date"),
        "outcome": ("Deal Stage", "dealstage", "Is Closed Won"),
        "value": ("Amount", "Amount in company currency", "amount"),
        "currency_column": ("Currency", "deal_currency_code"),
        "rep": ("Deal owner", "hubspot_owner_id", "Owner"),
        "segment": ("Segment", "Industry"),
        "product": ("Product", "Line item", "Products"),
        "lost_to": ("Competitor", "Lost to"),
        "theme": ("Closed Lost Reason", "closed_lost_reason", "Closed Won Reason"),
        "words": ("Closed Lost Notes", "Deal Description", "description"),
    },
)
SYSTEMS: Mapping[str, System] = {system.name: system for system in (SALESFORCE, HUBSPOT)}
# Headers of home-made exports, tried where neither system's names are found.
USUAL: Mapping[str, Sequence[str]] = {
    "opportunity": ("opportunity_id", "opportunity", "deal id", "id"),
    "account": ("account", "company", "customer", "prospect", "account name"),
    "closed": ("close_date", "closed", "closed on", "date closed"),
    "outcome": ("deal_stage", "stage", "outcome", "status", "result"),
    "value": ("close_value", "value", "amount", "revenue"),
    "currency_column": ("currency",),
    "rep": ("sales_agent", "sales rep", "rep", "owner", "seller"),
    "segment": ("segment", "sector", "industry"),
    "product": ("product",),
}
# Questions of forms, by the words in them.
ASKED: Mapping[str, Sequence[str]] = {
    "recorded": ("timestamp", "submitted", "submission date", "completion time", "submit date"),
    "decided": ("decided", "decision date", "when did they decide", "date of decision", "close date"),
    "rep": ("your name", "rep", "sales rep", "handle", "who are you", "name"),
    "account": ("account", "company", "prospect", "customer", "account name"),
    "outcome": ("outcome", "how did it end", "result", "won or lost", "stage"),
    "lost_to": ("lost to", "who won", "competitor"),
    "value": ("value", "deal value", "amount"),
    "segment": ("segment",),
    "region": ("region",),
    "product": ("product",),
    "decided_by": ("decided by", "what decided it", "deciding factor"),
    "opportunity": ("opportunity", "opportunity id", "deal id"),
    "ask": ("ask", "one thing leadership should do", "what should leadership do"),
    "minutes": ("minutes", "how many minutes"),
}
DREW = ("drew", "compelling", "liked", "attracted", "positive", "in our favour")
PUT_OFF = ("put off", "put them off", "repelling", "disliked", "concern", "against us", "objection", "negative")
OUTCOMES: Mapping[str, Sequence[str]] = {
    "won": ("won", "closed won", "closedwon", "win", "closed (won)", "true", "gewonnen", "yes"),
    "lost": ("lost", "closed lost", "closedlost", "loss", "closed (lost)", "false", "verloren", "no"),
    "no-decision": ("no decision", "closed no decision", "abandoned", "closed - no decision", "stalled"),
    "disqualified": ("disqualified", "closed disqualified", "unqualified", "duplicate", "not qualified"),
}
