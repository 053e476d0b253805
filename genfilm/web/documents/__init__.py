"""Documents about IRIs of ours: terms and things by content negotiation, VoID, the files of a release."""
