#!/bin/sh
# Hands what @UNIT@ receives to a command, on its standard input: sh unit.sh COMMAND..., or to cat. The broker forgets a
# message when the command has succeeded. Needs Debian's python3-pika; amqp-consume would show the password to every
# user of the machine. The queue is the operator's: never declare it.
exec /usr/bin/python3 /dev/fd/3 "$@" 3<<'END'
import os, ssl, subprocess, sys, time
import pika

UNIT, PASSWORD = "@UNIT@", "@PASSWORD@"
HOST, PORT, VIRTUAL_HOST, SCHEME = "@HOST@", int("@PORT@"), "@VHOST@", "@SCHEME@"

def received(channel, method, properties, body):
    subprocess.run(sys.argv[1:] or ["cat"], input=body + b"\n", check=True)
    channel.basic_ack(method.delivery_tag)

def receive():
    tls = None
    if SCHEME == "amqps":
        tls = pika.SSLOptions(ssl.create_default_context(cafile=os.environ.get("AMQP_CA")), HOST)
    account = pika.PlainCredentials(UNIT, PASSWORD)
    parameters = pika.ConnectionParameters(HOST, PORT, VIRTUAL_HOST, account, ssl_options=tls)
    channel = pika.BlockingConnection(parameters).channel()
    channel.basic_qos(prefetch_count=1)
    channel.basic_consume(os.environ.get("UNIT_QUEUE", "@QUEUE@"), received)
    channel.start_consuming()

while True:
    try:
        receive()
    except (pika.exceptions.ProbableAuthenticationError, pika.exceptions.ProbableAccessDeniedError):
        raise
    except (pika.exceptions.AMQPError, OSError) as problem:
        print("connection lost, again in 3 s:", repr(problem), file=sys.stderr, flush=True)
        time.sleep(3)
END
