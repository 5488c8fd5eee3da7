package dev.plumbline.inspector.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class CompletionCommandTest {

    private static String bash(String script) throws IOException, InterruptedException {
        Process bash = new ProcessBuilder("bash", "--norc", "-s")
                .redirectErrorStream(true)
                .start();
        try (OutputStream in = bash.getOutputStream()) {
            in.write(script.getBytes(StandardCharsets.UTF_8));
        }
        String out = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(bash.waitFor()).as(out).isZero();
        return out;
    }

    private static String complete(String... words) throws IOException, InterruptedException {
        String script = CommandRun.of("completion").out();
        return bash(script + "\nCOMP_WORDS=(" + String.join(" ", words) + ")\nCOMP_CWORD=" + (words.length - 1)
                + "\n_complete_plumb\nprintf '%s\\n' \"${COMPREPLY[@]}\"\n");
    }

    @Test
    void isAScriptThatBashCompletesWith() throws IOException, InterruptedException {
        assertThat(complete("plumb", "ch").lines()).contains("check");
        assertThat(complete("plumb", "check", "--ca").lines()).contains("--capture");
        assertThat(complete("plumb", "explain", "zone.w").lines()).contains("zone.watermarks");
    }

    @Test
    void isTheSameForZsh() {
        assertThat(CommandRun.of("completion", "zsh").out())
                .isEqualTo(CommandRun.of("completion", "bash").out())
                .contains("bashcompinit");
    }
}
