package dev.plumbline.inspector.report.html;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** A headless Chromium, spoken to by its DevTools protocol. Each wait has an end. */
final class Chromium implements AutoCloseable {

    static final ObjectMapper JSON = new ObjectMapper();

    private static final int LONGEST_WAIT_SECONDS = 40;
    private static final int SECONDS_TO_CLOSE = 10;
    private static final String LISTENS = "DevTools listening on ";

    private final Process process;
    private final AtomicInteger lastId = new AtomicInteger();
    private final Map<Integer, CompletableFuture<JsonNode>> awaited = new ConcurrentHashMap<>();
    private final Map<String, Consumer<JsonNode>> listeners = new ConcurrentHashMap<>();
    private final WebSocket socket;

    private Chromium(Process process, URI devTools) throws IOException, InterruptedException {
        this.process = process;
        this.socket = within(
                HttpClient.newHttpClient().newWebSocketBuilder().buildAsync(devTools, new Messages()), "its socket");
    }

    /** Where it is installed. */
    static Optional<Path> installed() {
        return Stream.of(System.getenv("PATH").split(":"))
                .map(directory -> Path.of(directory, "chromium"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Starts one with a new profile. Without its sandbox, for root may not have it; it opens nothing but this test's pages. */
    static Chromium start(Path command, Path profile) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        command.toString(),
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-dev-shm-usage",
                        "--no-first-run",
                        "--remote-debugging-port=0",
                        "--user-data-dir=" + profile,
                        "about:blank")
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            return new Chromium(process, within(CompletableFuture.supplyAsync(() -> devTools(process)), "its address"));
        } catch (IOException | InterruptedException | RuntimeException e) {
            destroy(process);
            throw e;
        }
    }

    private static URI devTools(Process process) {
        BufferedReader errors =
                new BufferedReader(new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8));
        String line = errors.lines()
                .filter(text -> text.startsWith(LISTENS))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("Chromium ended before it listened"));
        Thread drain = new Thread(() -> errors.lines().forEach(rest -> {}), "chromium-errors");
        drain.setDaemon(true);
        drain.start();
        return URI.create(line.substring(LISTENS.length()).strip());
    }

    /** Opens an empty page. */
    ChromiumPage page() throws IOException, InterruptedException {
        String target = send("", "Target.createTarget", Map.of("url", "about:blank"))
                .get("targetId")
                .asText();
        String session = send("", "Target.attachToTarget", Map.of("targetId", target, "flatten", true))
                .get("sessionId")
                .asText();
        return new ChromiumPage(this, session);
    }

    void listen(String session, Consumer<JsonNode> listener) {
        listeners.put(session, listener);
    }

    /** Sends a command and waits for what it results in. */
    JsonNode send(String session, String method, Map<String, ?> parameters) throws IOException, InterruptedException {
        int id = lastId.incrementAndGet();
        ObjectNode message = JSON.createObjectNode().put("id", id).put("method", method);
        message.set("params", JSON.valueToTree(parameters));
        if (!session.isEmpty()) {
            message.put("sessionId", session);
        }
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        awaited.put(id, answer);
        within(socket.sendText(message.toString(), true), "its ear to " + method);
        return within(answer, method);
    }

    private static <T> T within(CompletableFuture<T> future, String what) throws IOException, InterruptedException {
        try {
            return future.get(LONGEST_WAIT_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new IOException("Chromium did not give " + what + " within " + LONGEST_WAIT_SECONDS + " s", e);
        } catch (ExecutionException e) {
            throw new IOException("Chromium refused " + what + ": " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        try {
            send("", "Browser.close", Map.of());
            process.onExit().get(SECONDS_TO_CLOSE, TimeUnit.SECONDS);
        } catch (IOException | ExecutionException | TimeoutException e) {
            destroy(process);
        } catch (InterruptedException e) {
            destroy(process);
            Thread.currentThread().interrupt();
        }
        socket.abort();
    }

    private static void destroy(Process process) {
        List<ProcessHandle> children = process.descendants().toList();
        process.destroyForcibly();
        children.forEach(ProcessHandle::destroyForcibly);
        process.onExit().orTimeout(SECONDS_TO_CLOSE, TimeUnit.SECONDS).join();
    }

    private final class Messages implements WebSocket.Listener {

        private final StringBuilder pieces = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
            pieces.append(data);
            if (last) {
                String text = pieces.toString();
                pieces.setLength(0);
                received(text);
            }
            webSocket.request(1);
            return CompletableFuture.completedFuture(null);
        }

        private void received(String text) {
            JsonNode message;
            try {
                message = JSON.readTree(text);
            } catch (IOException e) {
                throw new IllegalStateException("no JSON from Chromium: " + text, e);
            }
            if (message.has("id")) {
                CompletableFuture<JsonNode> answer =
                        awaited.remove(message.get("id").asInt());
                if (answer == null) {
                    return;
                }
                if (message.has("error")) {
                    answer.completeExceptionally(
                            new IllegalStateException(message.get("error").toString()));
                } else {
                    answer.complete(message.get("result"));
                }
            } else if (message.has("sessionId")) {
                listeners
                        .getOrDefault(message.get("sessionId").asText(), event -> {})
                        .accept(message);
            }
        }
    }
}
