"""All benches in one go: run, gathered, judged against the aims, drawn over sizes, written to `bench/RESULTS.md`."""
