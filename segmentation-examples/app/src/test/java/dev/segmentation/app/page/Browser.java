package dev.segmentation.app.page;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.segmentation.app.io.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * A headless Chromium, spoken to by the DevTools protocol.
 *
 * <p>It is looked for as {@code chromium}, {@code chromium-browser} or {@code google-chrome} on the path, or as {@code
 * -Dbrowser=FILE} says.
 */
final class Browser implements AutoCloseable, WebSocket.Listener {

    private static final long SECONDS = 60;
    private static final String ENDPOINT = "DevTools listening on ";

    private final Process process;
    private final Path profile;
    private final ObjectMapper json = new ObjectMapper();
    private final AtomicInteger lastId = new AtomicInteger();
    private final Map<Integer, CompletableFuture<JsonNode>> answers = new ConcurrentHashMap<>();
    private final List<JsonNode> events = new CopyOnWriteArrayList<>();
    private final Map<String, CompletableFuture<JsonNode>> awaited = new ConcurrentHashMap<>();
    private final StringBuilder message = new StringBuilder();
    private final WebSocket socket;
    private String session = "";

    private Browser(Process process, Path profile, URI endpoint) {
        this.process = process;
        this.profile = profile;
        this.socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(endpoint, this)
                .join();
    }

    /** The program; empty if there is none. */
    static Optional<Path> program() {
        String named = System.getProperty("browser", "");
        if (!named.isEmpty()) {
            return Optional.of(Path.of(named));
        }
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(":", -1))
                .flatMap(folder -> Stream.of("chromium", "chromium-browser", "google-chrome")
                        .map(name -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    static Browser start(Path program) {
        try {
            Path profile = Files.createTempDirectory("browser");
            Process process = new ProcessBuilder(
                            program.toString(),
                            "--headless=new",
                            "--no-sandbox", // not to be had in a container; the pages are ours
                            "--disable-gpu",
                            "--disable-dev-shm-usage",
                            "--no-first-run",
                            "--hide-scrollbars",
                            "--remote-debugging-port=0",
                            "--user-data-dir=" + profile,
                            "about:blank")
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            BufferedReader said =
                    new BufferedReader(new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8));
            String line = said.readLine();
            while (line != null && !line.startsWith(ENDPOINT)) {
                line = said.readLine();
            }
            if (line == null) {
                throw new IllegalStateException(program + " ended without an endpoint");
            }
            Thread reader = new Thread(() -> said.lines().forEach(rest -> {}), "browser");
            reader.setDaemon(true);
            reader.start();
            Browser browser = new Browser(process, profile, URI.create(line.substring(ENDPOINT.length())));
            browser.attach();
            return browser;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void attach() {
        String target = send("Target.createTarget", Json.object().put("url", "about:blank"))
                .path("targetId")
                .asText();
        session = send(
                        "Target.attachToTarget",
                        Json.object().put("targetId", target).put("flatten", true))
                .path("sessionId")
                .asText();
        for (String domain : List.of("Page", "Runtime", "Log", "Network")) {
            send(domain + ".enable", Json.object());
        }
    }

    /** Opens a file and waits until it is loaded and painted; what the page says from now on is in {@link #complaints}. */
    void open(Path file) {
        events.clear();
        CompletableFuture<JsonNode> loaded = new CompletableFuture<>();
        awaited.put("Page.loadEventFired", loaded);
        send("Page.navigate", Json.object().put("url", file.toUri().toString()));
        await(loaded);
        paint();
    }

    /** What is drawn gets its place when it is painted. */
    private void paint() {
        run("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done(true))))");
    }

    /** Width and height of the window, and whether the user likes it dark. */
    void show(int width, int height, boolean isDark) {
        send(
                "Emulation.setDeviceMetricsOverride",
                Json.object()
                        .put("width", width)
                        .put("height", height)
                        .put("deviceScaleFactor", 1)
                        .put("mobile", false));
        ObjectNode media = Json.object();
        media.putArray("features")
                .addObject()
                .put("name", "prefers-color-scheme")
                .put("value", isDark ? "dark" : "light");
        send("Emulation.setEmulatedMedia", media);
        paint();
    }

    /** The value of an expression, or of what it promises. */
    JsonNode run(String expression) {
        JsonNode answer = send(
                "Runtime.evaluate",
                Json.object()
                        .put("expression", expression)
                        .put("awaitPromise", true)
                        .put("returnByValue", true));
        if (answer.has("exceptionDetails")) {
            throw new IllegalStateException(answer.path("exceptionDetails").toString());
        }
        return answer.path("result").path("value");
    }

    /** The whole page as a picture. */
    byte[] picture() {
        JsonNode size = send("Page.getLayoutMetrics", Json.object()).path("cssContentSize");
        ObjectNode request = Json.object().put("format", "png").put("captureBeyondViewport", true);
        request.putObject("clip")
                .put("x", 0)
                .put("y", 0)
                .put("width", size.path("width").asDouble())
                .put("height", size.path("height").asDouble())
                .put("scale", 1);
        return Base64.getDecoder()
                .decode(send("Page.captureScreenshot", request).path("data").asText());
    }

    /** Errors, warnings and messages of the console since the page was opened. */
    List<String> complaints() {
        List<String> found = new ArrayList<>();
        for (JsonNode event : events) {
            switch (event.path("method").asText()) {
                case "Runtime.exceptionThrown",
                        "Runtime.consoleAPICalled",
                        "Log.entryAdded",
                        "Page.javascriptDialogOpening" -> found.add(event.toString());
                default -> {}
            }
        }
        return found;
    }

    /** All that was asked for since the page was opened. */
    List<String> requests() {
        return events.stream()
                .filter(event -> event.path("method").asText().equals("Network.requestWillBeSent"))
                .map(event -> event.path("params").path("request").path("url").asText())
                .toList();
    }

    private JsonNode send(String method, ObjectNode parameters) {
        int id = lastId.incrementAndGet();
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        answers.put(id, answer);
        ObjectNode request = Json.object().put("id", id).put("method", method);
        request.set("params", parameters);
        if (!session.isEmpty()) {
            request.put("sessionId", session);
        }
        socket.sendText(request.toString(), true).join();
        JsonNode found = await(answer);
        if (found.has("error")) {
            throw new IllegalStateException(method + ": " + found.path("error"));
        }
        return found.path("result");
    }

    private static JsonNode await(CompletableFuture<JsonNode> answer) {
        try {
            return answer.get(SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new IllegalStateException("the browser does not answer", e);
        }
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean isLast) {
        message.append(part);
        if (isLast) {
            hear(message.toString());
            message.setLength(0);
        }
        from.request(1);
        return CompletableFuture.completedFuture(null);
    }

    private void hear(String text) {
        try {
            JsonNode heard = json.readTree(text);
            if (heard.has("id")) {
                answers.remove(heard.path("id").asInt()).complete(heard);
            } else {
                events.add(heard);
                CompletableFuture<JsonNode> waiting =
                        awaited.remove(heard.path("method").asText());
                if (waiting != null) {
                    waiting.complete(heard);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        List<ProcessHandle> helpers = process.descendants().toList(); // which write to the profile, too
        process.destroy();
        try {
            if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
            for (ProcessHandle helper : helpers) {
                helper.destroyForcibly();
                helper.onExit().join();
            }
            try (Stream<Path> paths = Files.walk(profile)) {
                for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(path);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
