"""Campaign drafts in listmonk: POST /api/campaigns, as listmonk.app/docs/apis/campaigns says (read 2026-11-22).

A new campaign is a draft until somebody starts it. Its body goes into a template of listmonk's; one that holds nothing
but `{{ template "content" . }}` leaves the mail as it is.
"""

from __future__ import annotations

from typing import Any

from repurpose.publish.campaign import Account, Campaign, Request, missing


class Listmonk:
    """listmonk; the token is `user:token` of an API user."""

    title = "listmonk"
    verified = False

    def request(self, campaign: Campaign, account: Account) -> Request:
        """See `System`."""
        if not account.address:
            raise missing("api", "say where your listmonk is: https://lists.example.org")
        if not account.lists:
            raise missing("lists", "name the numbers of the lists it is for: [1]")
        body: dict[str, Any] = {
            "name": campaign.name,
            "subject": campaign.subject,
            "lists": list(account.lists),
            "type": "regular",
            "content_type": "html",
            "body": campaign.html,
            "altbody": campaign.text,
            "messenger": "email",
        }
        if campaign.sender:
            body["from_email"] = campaign.sender
        if account.template is not None:
            body["template_id"] = account.template
        return Request(f"{account.address.rstrip('/')}/api/campaigns", f"token {account.token}", body)

    def made(self, answer: Any) -> str:
        """See `System`."""
        return f"campaign {answer['data']['id']}"
