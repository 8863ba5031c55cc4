"""What the tests share: private servers, pgTAP."""
