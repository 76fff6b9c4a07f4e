import com.google.gson.*;
import com.rabbitmq.client.*;
import java.io.*;
import java.nio.charset.StandardCharsets;
import java.nio.file.*;
import java.util.*;
import java.util.concurrent.*;
import javax.net.ssl.*;

/**
 * Receives the cases of @UNIT@ (@NAME@) and accepts each.
 *
 *   java -cp '/usr/share/java/*' Unit.java                        waits for cases
 *   java -cp '/usr/share/java/*' Unit.java answer NUMBER TEXT     and other replies: accept, ask, close
 *   ... transfer NUMBER TEXT UNIT, correct NUMBER TEXT KEY=VALUE...
 *
 * Needs a JDK of version 11 or later, amqp-client 5 and Gson: Debian's librabbitmq-client-java and libgoogle-gson-java. With
 * an amqps address, -Djavax.net.ssl.trustStore names the authorities. Ids of events that were handled are kept in
 * @UNIT@.seen, a line each: after a crash on the way the same event comes again. The queue is the operator's: never declare
 * it (queueDeclare is refused). UNIT_QUEUE=trial.@UNIT@ reads the samples of `disposisi unit try` instead.
 */
public class Unit {
  static final String UNIT = "@UNIT@", PASSWORD = "@PASSWORD@";
  static final Map<String, Integer> WORDS =
      Map.of("accept", 2, "ask", 3, "answer", 3, "close", 2, "transfer", 4, "correct", 4);

  static Connection connect() throws Exception {
    ConnectionFactory factory = new ConnectionFactory();
    factory.setHost("@HOST@");
    factory.setPort(@PORT@);
    factory.setVirtualHost("@VHOST@");
    factory.setUsername(UNIT);
    factory.setPassword(PASSWORD);
    factory.setAutomaticRecoveryEnabled(false);
    if ("@SCHEME@".equals("amqps")) {
      factory.useSslProtocol(SSLContext.getDefault());
      factory.setSocketConfigurator(socket -> {
        SSLParameters parameters = ((SSLSocket) socket).getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS"); // the certificate is this host's
        ((SSLSocket) socket).setSSLParameters(parameters);
      });
    }
    return factory.newConnection();
  }

  static void reply(Channel channel, JsonObject body, String id) throws Exception {
    AMQP.BasicProperties properties = new AMQP.BasicProperties.Builder()
        .userId(UNIT).messageId(id).contentType("application/json").deliveryMode(2).build();
    channel.basicPublish("replies", UNIT, true, properties, body.toString().getBytes(StandardCharsets.UTF_8));
    channel.waitForConfirmsOrDie(30_000);
  }

  /** What others wrote moves no cursor and rings no bell here. */
  static void show(String words) { System.out.println(words.replaceAll("\\p{C}", " ")); }

  static void handle(Channel channel, JsonObject event) throws Exception {
    JsonObject data = event.getAsJsonObject("data");
    if (!event.get("type").getAsString().equals("case.routed.v1")) {
      show(event.get("type").getAsString() + " " + data);
      return;
    }
    String number = data.get("number").getAsString();
    show(number + " by " + data.getAsJsonObject("deadline").get("due").getAsString() + " "
        + data.get("reason").getAsString() + " " + data.getAsJsonObject("report").get("text").getAsString());
    if (!data.get("unit").getAsString().equals(UNIT)) return;
    JsonObject accept = new JsonObject();
    accept.addProperty("number", number);
    accept.addProperty("action", "accept");
    // The same id for the same event: a reply that comes twice counts once.
    reply(channel, accept, "accept." + event.get("id").getAsString());
  }

  static void receive(Set<String> seen, PrintWriter kept) throws Exception {
    try (Connection connection = connect()) {
      Channel channel = connection.createChannel();
      channel.confirmSelect();
      channel.basicQos(20);
      BlockingQueue<Optional<Delivery>> deliveries = new LinkedBlockingQueue<>();
      connection.addShutdownListener(cause -> deliveries.add(Optional.empty()));
      String queue = System.getenv().getOrDefault("UNIT_QUEUE", "@QUEUE@");
      channel.basicConsume(queue, false, new DefaultConsumer(channel) {
        @Override public void handleDelivery(String tag, Envelope envelope, AMQP.BasicProperties properties, byte[] body) {
          deliveries.add(Optional.of(new Delivery(envelope, properties, body)));
        }
        @Override public void handleCancel(String tag) { deliveries.add(Optional.empty()); }
      });
      while (true) {
        Delivery delivery = deliveries.take().orElseThrow(() -> new IOException("the broker has closed the connection"));
        long tag = delivery.getEnvelope().getDeliveryTag();
        try {
          JsonObject event = JsonParser.parseString(new String(delivery.getBody(), StandardCharsets.UTF_8)).getAsJsonObject();
          String id = event.get("id").getAsString();
          if (!seen.contains(id)) {
            handle(channel, event);
            seen.add(id);
            kept.println(id);
          }
        } catch (JsonParseException | IllegalStateException | NullPointerException | ClassCastException
            | UnsupportedOperationException problem) {
          // Not understood: the broker keeps it among its dead letters, for the operator.
          show("refused: " + problem);
          channel.basicReject(tag, false);
          continue;
        }
        channel.basicAck(tag, false);
      }
    }
  }

  static void waitForCases() throws Exception {
    Path file = Paths.get(UNIT + ".seen");
    Set<String> seen = new HashSet<>(Files.exists(file) ? Files.readAllLines(file) : List.of());
    PrintWriter kept = new PrintWriter(new FileWriter(file.toFile(), true), true);
    while (true) {
      try {
        receive(seen, kept);
      } catch (AuthenticationFailureException problem) {
        throw problem; // a wrong password does not mend itself
      } catch (IOException | ShutdownSignalException | TimeoutException problem) {
        // The broker is restarted now and then.
        show("connection lost, again in 3 s: " + problem);
        Thread.sleep(3000);
      }
    }
  }

  public static void main(String[] words) throws Exception {
    if (words.length == 0) waitForCases();
    if (words.length < WORDS.getOrDefault(words[0], Integer.MAX_VALUE)) {
      System.err.println("Unit.java: nothing, or accept|ask|answer|close|transfer|correct NUMBER TEXT UNIT or KEY=VALUE...");
      System.exit(1);
    }
    JsonObject body = new JsonObject();
    body.addProperty("action", words[0]);
    body.addProperty("number", words[1]);
    if (words.length > 2) body.addProperty("text", words[2]);
    for (String word : Arrays.asList(words).subList(Math.min(3, words.length), words.length)) {
      String[] parts = word.split("=", 2);
      body.addProperty(parts.length > 1 ? parts[0] : "to", parts[parts.length - 1]);
    }
    try (Connection connection = connect()) {
      Channel channel = connection.createChannel();
      channel.confirmSelect();
      reply(channel, body, UUID.randomUUID().toString());
    }
    System.out.println("sent");
  }
}
