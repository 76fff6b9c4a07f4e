// Receives the cases of @UNIT@ (@NAME@) and accepts each.
//
//	go run unit.go                                waits for cases
//	go run unit.go answer NUMBER TEXT             and other replies: accept, ask, close
//	go run unit.go transfer NUMBER TEXT UNIT
//	go run unit.go correct NUMBER TEXT KEY=VALUE...
//
// Needs github.com/rabbitmq/amqp091-go; with Debian's golang-github-rabbitmq-amqp091-go-dev: GO111MODULE=off
// GOPATH=/usr/share/gocode. Ids of events that were handled are kept in @UNIT@.seen, a line each: after a crash on the way
// the same event comes again. The queue is the operator's: never declare it (QueueDeclare is refused).
// UNIT_QUEUE=trial.@UNIT@ reads the samples of `disposisi unit try` instead.
package main

import (
	"bufio"
	"context"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"os"
	"strings"
	"time"
	"unicode"

	amqp "github.com/rabbitmq/amqp091-go"
)

const unit, password = "@UNIT@", "@PASSWORD@"
const address, virtualHost, scheme = "@HOST@:@PORT@", "@VHOST@", "@SCHEME@"

type event struct {
	ID   string          `json:"id"`
	Type string          `json:"type"`
	Data json.RawMessage `json:"data"`
}

type routed struct {
	Number   string `json:"number"`
	Unit     string `json:"unit"`
	Reason   string `json:"reason"`
	Deadline struct {
		Due string `json:"due"`
	} `json:"deadline"`
	Report struct {
		Text string `json:"text"`
	} `json:"report"`
}

func connect() (*amqp.Connection, error) {
	place := fmt.Sprintf("%s://%s@%s/%s", scheme, url.UserPassword(unit, password), address, virtualHost)
	config := &tls.Config{}
	if file := os.Getenv("AMQP_CA"); file != "" {
		pem, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		config.RootCAs = x509.NewCertPool()
		config.RootCAs.AppendCertsFromPEM(pem)
	}
	return amqp.DialTLS(place, config)
}

func reply(channel *amqp.Channel, body map[string]string, id string) error {
	content, _ := json.Marshal(body)
	confirm, err := channel.PublishWithDeferredConfirmWithContext(context.Background(), "replies", unit, true, false,
		amqp.Publishing{UserId: unit, MessageId: id, ContentType: "application/json", DeliveryMode: 2, Body: content})
	if err != nil {
		return err
	}
	if !confirm.Wait() {
		return errors.New("the broker did not take the reply")
	}
	return nil
}

// What others wrote moves no cursor and rings no bell here.
func show(words ...any) {
	fmt.Println(strings.Map(func(r rune) rune {
		if unicode.IsPrint(r) {
			return r
		}
		return ' '
	}, strings.TrimSuffix(fmt.Sprintln(words...), "\n")))
}

// errBad is what cannot be understood, however often it comes.
var errBad = errors.New("not understood")

func handle(channel *amqp.Channel, body []byte, seen map[string]bool) (string, error) {
	var what event
	if err := json.Unmarshal(body, &what); err != nil || what.ID == "" || what.Type == "" {
		return "", fmt.Errorf("%w: %v", errBad, err)
	}
	if seen[what.ID] {
		return "", nil
	}
	if what.Type != "case.routed.v1" {
		show(what.Type, string(what.Data))
		return what.ID, nil
	}
	var data routed
	if err := json.Unmarshal(what.Data, &data); err != nil || data.Number == "" {
		return "", fmt.Errorf("%w: %v", errBad, err)
	}
	show(data.Number, "by", data.Deadline.Due, data.Reason, data.Report.Text)
	if data.Unit == unit {
		// The same id for the same event: a reply that comes twice counts once.
		return what.ID, reply(channel, map[string]string{"number": data.Number, "action": "accept"}, "accept."+what.ID)
	}
	return what.ID, nil
}

func openChannel() (*amqp.Connection, *amqp.Channel, error) {
	connection, err := connect()
	if err != nil {
		return nil, nil, err
	}
	channel, err := connection.Channel()
	if err == nil {
		err = channel.Confirm(false)
	}
	return connection, channel, err
}

func receive(seen map[string]bool, kept *os.File) error {
	connection, channel, err := openChannel()
	if err != nil {
		return err
	}
	defer connection.Close()
	if err := channel.Qos(20, 0, false); err != nil {
		return err
	}
	queue := os.Getenv("UNIT_QUEUE")
	if queue == "" {
		queue = "@QUEUE@"
	}
	deliveries, err := channel.Consume(queue, "", false, false, false, false, nil)
	if err != nil {
		return err
	}
	for delivery := range deliveries {
		id, err := handle(channel, delivery.Body, seen)
		switch {
		case errors.Is(err, errBad):
			// The broker keeps it among its dead letters, for the operator.
			show("refused:", err)
			err = delivery.Reject(false)
		case err == nil:
			if id != "" {
				seen[id] = true
				fmt.Fprintln(kept, id)
			}
			err = delivery.Ack(false)
		}
		if err != nil {
			return err
		}
	}
	return errors.New("the broker has closed the channel")
}

func waitForCases() {
	kept, err := os.OpenFile(unit+".seen", os.O_RDWR|os.O_CREATE|os.O_APPEND, 0o600)
	if err != nil {
		fail(err)
	}
	seen := map[string]bool{}
	for lines := bufio.NewScanner(kept); lines.Scan(); {
		seen[lines.Text()] = true
	}
	for {
		err := receive(seen, kept)
		if problem := (*amqp.Error)(nil); errors.As(err, &problem) && problem.Code == amqp.AccessRefused {
			fail(err) // a wrong password does not mend itself
		}
		// The broker is restarted now and then.
		show("connection lost, again in 3 s:", err)
		time.Sleep(3 * time.Second)
	}
}

func fail(words ...any) {
	fmt.Fprintln(os.Stderr, words...)
	os.Exit(1)
}

func main() {
	needed := map[string]int{"accept": 2, "ask": 3, "answer": 3, "close": 2, "transfer": 4, "correct": 4}
	words := os.Args[1:]
	if len(words) == 0 {
		waitForCases()
	}
	if needed[words[0]] == 0 || len(words) < needed[words[0]] {
		fail("unit.go: nothing, or accept|ask|answer|close|transfer|correct NUMBER TEXT UNIT or KEY=VALUE...")
	}
	body := map[string]string{"action": words[0], "number": words[1]}
	for place, word := range words[2:] {
		key, value, isField := strings.Cut(word, "=")
		switch {
		case place == 0:
			body["text"] = word
		case isField:
			body[key] = value
		default:
			body["to"] = word
		}
	}
	connection, channel, err := openChannel()
	if err != nil {
		fail(err)
	}
	defer connection.Close()
	id := make([]byte, 16)
	_, _ = rand.Read(id)
	if err := reply(channel, body, fmt.Sprintf("%x", id)); err != nil {
		fail(err)
	}
	fmt.Println("sent")
}
