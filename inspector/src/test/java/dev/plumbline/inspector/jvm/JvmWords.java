package dev.plumbline.inspector.jvm;

import dev.plumbline.fixtures.jvm.Jdk;
import dev.plumbline.fixtures.jvm.TargetJvm;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a JVM says of itself through jcmd: the other opinion. */
final class JvmWords {

    private JvmWords() {}

    static String ask(Jdk jdk, TargetJvm target, String... command) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(jdk.command("jcmd"));
        words.add(Integer.toString(target.pid()));
        words.addAll(List.of(command));
        Process jcmd = new ProcessBuilder(words).redirectErrorStream(true).start();
        String output = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!jcmd.waitFor(60, TimeUnit.SECONDS)) {
            jcmd.destroyForcibly();
            throw new IllegalStateException(words + " did not end within a minute");
        }
        return output;
    }

    /** Every match's groups, numbers in hex behind 0x among them, joined by blanks without the leading zeros. */
    static Set<String> all(String text, String pattern) {
        Set<String> found = new LinkedHashSet<>();
        Matcher matcher = Pattern.compile(pattern, Pattern.MULTILINE).matcher(text);
        while (matcher.find()) {
            List<String> groups = new ArrayList<>();
            for (int i = 1; i <= matcher.groupCount(); i++) {
                groups.add(matcher.group(i).replaceFirst("^0+(?=.)", ""));
            }
            found.add(String.join(" ", groups));
        }
        return found;
    }
}
