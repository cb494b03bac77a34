"""Campaign drafts in Buttondown: POST /v1/emails, as docs.buttondown.com/api-emails-create says (not read; by others).

Without a status Buttondown sends to everybody at once, so it is always told that this is a draft.
"""

from __future__ import annotations

from typing import Any

from repurpose.publish.campaign import Account, Campaign, Request

ADDRESS = "https://api.buttondown.com"


class Buttondown:
    """Buttondown; the token is the API key. It makes its own text part, and knows no lists."""

    title = "Buttondown"
    verified = False

    def request(self, campaign: Campaign, account: Account) -> Request:
        """See `System`."""
        body = {"subject": campaign.subject, "body": campaign.html, "status": "draft"}
        return Request(f"{(account.address or ADDRESS).rstrip('/')}/v1/emails", f"Token {account.token}", body)

    def made(self, answer: Any) -> str:
        """See `System`."""
        return f"email {answer['id']}"
