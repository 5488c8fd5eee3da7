package dev.plumbline.inspector.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code plumb explain}. */
@Command(
        name = "explain",
        header = "Explains a check, or lists all.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = {
            "Prints what a check says, how its expectation is computed, from which kernel source, and what to do about a"
                    + " violation. Without an id, lists all checks.",
            ""
        })
final class ExplainCommand implements Callable<Integer> {

    private final Console console;

    @Parameters(
            arity = "0..1",
            paramLabel = "ID",
            completionCandidates = CheckIds.class,
            description = "A check's id, e.g. zone.watermarks.")
    private @Nullable String id;

    ExplainCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws Failure {
        String text = id == null ? list() : page(id);
        try {
            console.out().write(text.getBytes(StandardCharsets.UTF_8));
            console.out().flush();
        } catch (IOException e) {
            throw Failure.couldNotRun("cannot write to standard output: " + IoText.why(e));
        }
        return ExitCodes.CLEAN;
    }

    private String page(String wanted) throws Failure {
        List<String> ids = CheckIds.all();
        if (!ids.contains(wanted)) {
            throw Failure.wrongUsage("no check \"" + wanted + "\"; there are " + String.join(", ", ids));
        }
        int columns = console.width();
        return PageText.render(CheckPages.markdown(wanted), OptionalInt.of(columns));
    }

    private static String list() {
        int width = CheckIds.all().stream().mapToInt(String::length).max().orElse(0);
        StringBuilder text = new StringBuilder();
        for (String check : CheckIds.all()) {
            text.append(check)
                    .append(" ".repeat(width + 2 - check.length()))
                    .append(CheckPages.summary(check))
                    .append('\n');
        }
        return text.toString();
    }
}
