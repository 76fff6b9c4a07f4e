#!/usr/bin/php
<?php
/* Receives the cases of @UNIT@ (@NAME@) and accepts each.

     php unit.php                                waits for cases
     php unit.php answer NUMBER TEXT             and other replies: accept, ask, close
     php unit.php transfer NUMBER TEXT UNIT
     php unit.php correct NUMBER TEXT KEY=VALUE...

   Needs php-amqplib 3 (Debian's php-amqplib). Ids of events that were handled are kept in @UNIT@.seen beside this file, a
   line each: after a crash on the way the same event comes again. The queue is the operator's: never declare it
   (queue_declare is refused). UNIT_QUEUE=trial.@UNIT@ reads the samples of `disposisi unit try` instead. */
require_once getenv('AMQPLIB') ?: 'PhpAmqpLib/autoload.php';

use PhpAmqpLib\Connection\{AMQPConnectionConfig, AMQPConnectionFactory};
use PhpAmqpLib\Exception\{AMQPConnectionClosedException, AMQPExceptionInterface, AMQPProtocolConnectionException};
use PhpAmqpLib\Message\AMQPMessage;

const UNIT = '@UNIT@', PASSWORD = '@PASSWORD@';
const WORDS = ['accept' => 2, 'ask' => 3, 'answer' => 3, 'close' => 2, 'transfer' => 4, 'correct' => 4];

function open_channel() {
    $config = new AMQPConnectionConfig();
    $config->setHost('@HOST@');
    $config->setPort(@PORT@);
    $config->setVhost('@VHOST@');
    $config->setUser(UNIT);
    $config->setPassword(PASSWORD);
    $config->setLoginMethod(AMQPConnectionConfig::AUTH_PLAIN); // a broker with TLS takes no other
    $config->setHeartbeat(30);
    $config->setReadTimeout(70);
    if ('@SCHEME@' === 'amqps') {
        $config->setIsSecure(true);
        $config->setSslVerify(true);
        if (getenv('AMQP_CA')) $config->setSslCaCert(getenv('AMQP_CA'));
    }
    $channel = AMQPConnectionFactory::create($config)->channel();
    $channel->confirm_select();
    return $channel;
}

function reply($channel, array $body, string $id) {
    $message = new AMQPMessage(json_encode($body), [
        'user_id' => UNIT, 'message_id' => $id, 'content_type' => 'application/json', 'delivery_mode' => 2]);
    $channel->basic_publish($message, 'replies', UNIT, true);
    $channel->wait_for_pending_acks_returns(30);
}

// What others wrote moves no cursor and rings no bell here.
function show(string ...$words) { echo preg_replace('/\p{C}/u', ' ', implode(' ', $words)), "\n"; }

function handle($channel, array $event) {
    $data = $event['data'];
    if ($event['type'] !== 'case.routed.v1') {
        show($event['type'], json_encode($data, JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES));
        return;
    }
    show($data['number'], 'by', $data['deadline']['due'], $data['reason'], $data['report']['text']);
    // The same id for the same event: a reply that comes twice counts once.
    if ($data['unit'] === UNIT)
        reply($channel, ['number' => $data['number'], 'action' => 'accept'], 'accept.' . $event['id']);
}

function receive(array &$seen, $kept) {
    $channel = open_channel();
    $channel->basic_qos(0, 20, false);
    $received = function (AMQPMessage $message) use ($channel, &$seen, $kept) {
        $event = json_decode($message->getBody(), true);
        if (!is_string($event['id'] ?? null) || !is_string($event['type'] ?? null) || !is_array($event['data'] ?? null)) {
            // Not understood: the broker keeps it among its dead letters, for the operator.
            show('refused:', substr($message->getBody(), 0, 200));
            $message->reject(false);
            return;
        }
        if (!isset($seen[$event['id']])) {
            handle($channel, $event);
            $seen[$event['id']] = true;
            fwrite($kept, $event['id'] . "\n");
        }
        $message->ack();
    };
    $channel->basic_consume(getenv('UNIT_QUEUE') ?: '@QUEUE@', '', false, false, false, false, $received);
    while ($channel->is_consuming()) {
        try {
            $channel->wait(null, false, 20);
        } catch (PhpAmqpLib\Exception\AMQPTimeoutException $quiet) {
            $channel->getConnection()->checkHeartBeat();
        }
    }
}

function wait_for_cases() {
    $file = __DIR__ . '/' . UNIT . '.seen';
    $seen = is_file($file) ? array_flip(file($file, FILE_IGNORE_NEW_LINES)) : [];
    $kept = fopen($file, 'a');
    while (true) {
        try {
            receive($seen, $kept);
        } catch (AMQPExceptionInterface | RuntimeException | ErrorException $problem) {
            // A wrong password does not mend itself.
            if ($problem instanceof AMQPConnectionClosedException && str_contains($problem->getMessage(), 'ACCESS_REFUSED'))
                throw $problem;
            // The broker is restarted now and then.
            show('connection lost, again in 3 s:', $problem->getMessage());
            sleep(3);
        }
    }
}

$words = array_slice($argv, 1);
if (!$words) wait_for_cases();
if (count($words) < (WORDS[$words[0]] ?? PHP_INT_MAX)) {
    fwrite(STDERR, "unit.php: nothing, or accept|ask|answer|close|transfer|correct NUMBER TEXT UNIT or KEY=VALUE...\n");
    exit(1);
}
$body = ['action' => $words[0], 'number' => $words[1]];
if (isset($words[2])) $body['text'] = $words[2];
foreach (array_slice($words, 3) as $word) {
    [$key, $value] = array_pad(explode('=', $word, 2), 2, null);
    $body[$value === null ? 'to' : $key] = $value ?? $word;
}
reply(open_channel(), $body, bin2hex(random_bytes(16)));
echo "sent\n";
