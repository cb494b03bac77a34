"""One file per kind of export; a plug-in adds one by the entry-point group `repurpose.importers`."""
