"""What a channel is given to make one asset's pieces from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from repurpose.channels.channel.project import Project
from repurpose.document.document import Document
from repurpose.ids import channel_of
from repurpose.language.interface import Interface, interface
from repurpose.library.schedule import Planned
from repurpose.model import Access, Asset


@dataclass(frozen=True, slots=True)
class Invitation:
    """What stands where a text is cut: for whom the rest is, what it is, and where one gets it, if that is told."""

    says: str
    offer: str | None = None
    button: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Brief:
    """What a channel composes one asset's drafts from: the asset, its text as one tier may read it, the project.

    `only_planned`: the asset is too old, or too far ahead, for anything but what the calendar asks for.
    """

    asset: Asset
    document: Document
    project: Project
    tier: Access = Access.OPEN
    only_planned: bool = False

    def planned(self, channel: str) -> tuple[Planned, ...]:
        """The uses of the asset's pieces of a channel, with its network, that the calendar asks for."""
        entries = self.project.planned.get(self.asset.id, ())
        return tuple(one for one in entries if channel_of(one.placement.piece_id) == channel)

    def due(self, planned: Planned) -> datetime | None:
        """When a planned use may be seen; None: by now."""
        moment = planned.moment(self.project.config)
        return None if self.project.is_past(moment) else moment

    @property
    def words(self) -> Interface:
        """The interface's words in the asset's language."""
        return interface(self.asset.language)

    @property
    def invitation(self) -> Invitation | None:
        """What stands where the text is cut for this tier; None where nothing is."""
        if self.document.gate is None:
            return None
        is_registered = self.document.gate is Access.REGISTERED
        told, is_home = self.project.config.access, self.asset.language == self.project.language
        says, button = (told.registered, told.register) if is_registered else (told.premium, told.join)
        url = told.register_url if is_registered else told.join_url
        return Invitation(
            (says if is_home else None) or self.words("registered" if is_registered else "members"),
            self.asset.offer,
            ((button if is_home else None) or self.words("register" if is_registered else "join")) if url else None,
            url,
        )

    @property
    def url(self) -> str:
        """The absolute address of the asset's post."""
        return self.project.addresses.url(self.project.post(self.asset))

    @property
    def canonical(self) -> str:
        """The address of the original: elsewhere if the author says so."""
        return self.asset.canonical_url or self.url

    @property
    def folder(self) -> str:
        """`<language>/<slug>`, or `<slug>` in the site's language: the asset's folder in every channel."""
        return self.project.post(self.asset).rstrip("/")

    def image(self) -> str | None:
        """The absolute address of the asset's own picture."""
        return self._shown(self.asset.image) if self.asset.image else None

    def leads_with_image(self) -> bool:
        """Whether the picture is to stand above the text: not where the text shows it itself."""
        image = self.image()
        shown = (self._shown(reference.target) for reference in self.document.references if reference.is_image)
        return image is not None and image not in shown

    def image_size(self, target: str) -> tuple[int, int] | None:
        """The width and height of a picture as the author names it, where they are known."""
        addresses = self.project.addresses
        return addresses.size(addresses.resolve(self.asset, target, is_image=True).path or "")

    def _shown(self, target: str) -> str | None:
        return self.project.addresses.resolve(self.asset, target, is_image=True).url
