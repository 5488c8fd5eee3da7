package dev.plumbline.inspector.report.html;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A page in a headless Chromium: keys go in as from a keyboard, and what the page asked for or complained of is kept. */
final class ChromiumPage {

    private static final int LONGEST_LOAD_SECONDS = 40;
    private static final int MOST_FRAMES = 300;

    private final Chromium browser;
    private final String session;
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final List<String> complaints = new CopyOnWriteArrayList<>();
    private volatile CountDownLatch loaded = new CountDownLatch(1);

    ChromiumPage(Chromium browser, String session) throws IOException, InterruptedException {
        this.browser = browser;
        this.session = session;
        browser.listen(session, this::event);
        for (String domain : List.of("Page", "Runtime", "Network", "Log")) {
            send(domain + ".enable", Map.of());
        }
    }

    private void event(JsonNode event) {
        JsonNode parameters = event.get("params");
        switch (event.get("method").asText()) {
            case "Page.loadEventFired" -> loaded.countDown();
            case "Network.requestWillBeSent" ->
                requests.add(parameters.get("request").get("url").asText());
            case "Runtime.exceptionThrown", "Log.entryAdded", "Runtime.consoleAPICalled" ->
                complaints.add(parameters.toString());
            default -> {}
        }
    }

    JsonNode send(String method, Map<String, ?> parameters) throws IOException, InterruptedException {
        return browser.send(session, method, parameters);
    }

    /** Goes there and waits until it is loaded; what was kept of a page before is forgotten. */
    ChromiumPage open(URI page) throws IOException, InterruptedException {
        requests.clear();
        complaints.clear();
        loaded = new CountDownLatch(1);
        send("Page.navigate", Map.of("url", page.toString()));
        if (!loaded.await(LONGEST_LOAD_SECONDS, TimeUnit.SECONDS)) {
            throw new IOException(page + " was not loaded within " + LONGEST_LOAD_SECONDS + " s");
        }
        return this;
    }

    /** Waits for two frames: what an event had drawn stands then. */
    void settle() throws IOException, InterruptedException {
        evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done(true))))");
    }

    /** Waits until an expression is true: some events come after the answer to what causes them. */
    void until(String expression) throws IOException, InterruptedException {
        for (int frames = 0; frames < MOST_FRAMES; frames++) {
            if (evaluate(expression).asBoolean()) {
                return;
            }
            settle();
        }
        throw new IOException("not within " + MOST_FRAMES + " frames: " + expression);
    }

    /** From here on counts what the page's thread computes; other processes of a busy machine are not in it. */
    void countOwnTime() throws IOException, InterruptedException {
        send("Performance.enable", Map.of("timeDomain", "threadTicks"));
    }

    /** What it has computed since the page it shows was begun. */
    double secondsOfOwnTime() throws IOException, InterruptedException {
        for (JsonNode metric : send("Performance.getMetrics", Map.of()).get("metrics")) {
            if (metric.get("name").asText().equals("TaskDuration")) {
                return metric.get("value").asDouble();
            }
        }
        throw new IOException("Chromium counts no TaskDuration");
    }

    /** The value of an expression in the page; promises are awaited. */
    JsonNode evaluate(String expression) throws IOException, InterruptedException {
        JsonNode answer = send(
                "Runtime.evaluate",
                Map.of("expression", expression, "awaitPromise", true, "returnByValue", true, "userGesture", true));
        if (answer.has("exceptionDetails")) {
            throw new IOException(expression + ": " + answer.get("exceptionDetails"));
        }
        return answer.path("result").path("value");
    }

    String text(String expression) throws IOException, InterruptedException {
        return evaluate(expression).asText();
    }

    double number(String expression) throws IOException, InterruptedException {
        return evaluate(expression).asDouble();
    }

    /** Strikes a key: a named one such as {@code ArrowRight}, or a character. */
    void press(String key) throws IOException, InterruptedException {
        press(key, 0);
    }

    /** The same with modifiers: 1 Alt, 2 Ctrl, 4 Meta, 8 Shift. */
    void press(String key, int modifiers) throws IOException, InterruptedException {
        String typed = key.equals("Enter") ? "\r" : key.length() == 1 ? key : "";
        Map<String, Object> down = typed.isEmpty()
                ? Map.of(
                        "type",
                        "rawKeyDown",
                        "key",
                        key,
                        "code",
                        key,
                        "windowsVirtualKeyCode",
                        code(key),
                        "modifiers",
                        modifiers)
                : Map.of(
                        "type",
                        "keyDown",
                        "key",
                        key,
                        "text",
                        typed,
                        "windowsVirtualKeyCode",
                        code(key),
                        "modifiers",
                        modifiers);
        send("Input.dispatchKeyEvent", down);
        send("Input.dispatchKeyEvent", Map.of("type", "keyUp", "key", key, "modifiers", modifiers));
        settle();
    }

    private static int code(String key) {
        return switch (key) {
            case "Tab" -> 9;
            case "Enter" -> 13;
            case "PageUp" -> 33;
            case "PageDown" -> 34;
            case "End" -> 35;
            case "Home" -> 36;
            case "ArrowLeft" -> 37;
            case "ArrowUp" -> 38;
            case "ArrowRight" -> 39;
            case "ArrowDown" -> 40;
            default -> key.codePointAt(0);
        };
    }

    /** Types into what has the focus. */
    void type(String text) throws IOException, InterruptedException {
        send("Input.insertText", Map.of("text", text));
        settle();
    }

    void viewport(int width, int height) throws IOException, InterruptedException {
        send(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
        settle();
    }

    void preferColours(String scheme) throws IOException, InterruptedException {
        send(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
        settle();
    }

    byte[] pdf() throws IOException, InterruptedException {
        JsonNode answer = send("Page.printToPDF", Map.of("preferCSSPageSize", true, "printBackground", true));
        return Base64.getDecoder().decode(answer.get("data").asText());
    }

    byte[] picture() throws IOException, InterruptedException {
        JsonNode answer = send("Page.captureScreenshot", Map.of("format", "png", "captureBeyondViewport", true));
        return Base64.getDecoder().decode(answer.get("data").asText());
    }

    /** Every address that was asked for, the page's own first. */
    List<String> requests() {
        return List.copyOf(requests);
    }

    /** Errors, warnings, and whatever was written to the console. */
    List<String> complaints() {
        return List.copyOf(complaints);
    }
}
