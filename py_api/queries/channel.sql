select channel from thing.installation
