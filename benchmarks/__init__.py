"""How quick and how good it is, as figures. A file is a benchmark, and writes its own section of RESULTS.md.

A benchmark is a module with a `main()` that runs under `if __name__ == "__main__"`, measures each thing in a process of
its own (`process.measure`), and ends with `results.write`. There is no list to add it to.
"""
