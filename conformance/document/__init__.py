"""Keep a how-to in step with the contract, the samples and itself."""
