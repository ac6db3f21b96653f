"""The registers: what an office looks at, prints and files, with control totals of the ledger."""
