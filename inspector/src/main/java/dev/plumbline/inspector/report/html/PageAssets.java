package dev.plumbline.inspector.report.html;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The page's own style and script, which come from files beside this class.
 *
 * @param template the page
 * @param style all style sheets
 * @param script all scripts, in a scope of their own
 */
record PageAssets(String template, String style, String script) {

    private static final List<String> STYLES = List.of("colours", "layout", "picture", "table", "print");

    /** In the order in which they need each other. */
    private static final List<String> SCRIPTS = List.of(
            "data",
            "format",
            "palette",
            "scale",
            "blocks",
            "overview",
            "picture",
            "picture-input",
            "details",
            "owners",
            "table-model",
            "table-view",
            "table-input",
            "page");

    static PageAssets load() {
        String script = SCRIPTS.stream().map(name -> resource(name + ".js")).collect(Collectors.joining("\n"));
        return new PageAssets(
                resource("page.html"),
                STYLES.stream().map(name -> resource(name + ".css")).collect(Collectors.joining("\n")),
                "(() => {\n'use strict';\n" + script + "})();\n");
    }

    /**
     * The content security policy: nothing is loaded from anywhere, and only this style and this script count. A name in the data that
     * got through as markup could still not run.
     */
    String policy() {
        return "default-src 'none'; style-src '%s'; script-src '%s'; img-src data:; base-uri 'none'; form-action 'none'"
                .formatted(hash(style), hash(script));
    }

    private static String hash(String content) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8));
            return "sha256-" + Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static String resource(String name) {
        try (InputStream in = PageAssets.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("not in the build: " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
