"""SCTP, for which Node has no sockets. Both read JSON: [[address, port, …], …].

python3 sctp.py serve: answers every association at these addresses, after printing "ready".
python3 sctp.py ask: asks them all at once, and prints which answer within five seconds: [true, false, …].
"""

import json
import socket
import sys
from contextlib import suppress
from threading import Thread

LIMIT_S = 5


def endpoint(address):
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    return socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_SCTP)


def answer(listener):
    while True:
        association, _ = listener.accept()
        with association, suppress(OSError):
            association.sendall(b".")


def serve(questions):
    threads = []
    for address, port in questions:
        listener = endpoint(address)
        listener.bind((address, port))
        listener.listen()
        threads.append(Thread(target=answer, args=[listener]))
    for thread in threads:
        thread.start()
    print("ready", flush=True)


def is_answered(question):
    address, port, *_ = question
    with endpoint(address) as association:
        association.settimeout(LIMIT_S)
        try:
            association.connect((address, port))
            return association.recv(1) == b"."
        except OSError:
            return False


def ask(questions):
    answers = [False] * len(questions)

    def note(index):
        answers[index] = is_answered(questions[index])

    threads = [Thread(target=note, args=[index]) for index in range(len(questions))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    print(json.dumps(answers))


{"serve": serve, "ask": ask}[sys.argv[1]](json.load(sys.stdin))
