"""Calls a function in a new process of this interpreter: process_round_trip.py [CALLS]

Prints the nanoseconds of each call. The twin of ../programs/process_round_trip.arc.
"""

import multiprocessing
import sys
import time


def square(x, results):
    results.send(x * x)


def main():
    calls = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    context = multiprocessing.get_context("spawn")
    for i in range(calls):
        start = time.perf_counter_ns()
        receiver, sender = context.Pipe(duplex=False)
        child = context.Process(target=square, args=(i, sender))
        child.start()
        result = receiver.recv()
        child.join()
        took = time.perf_counter_ns() - start
        assert result == i * i
        print(took)


if __name__ == "__main__":
    main()
