package dev.plumbline.inspector.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code plumb completion}. */
@Command(
        name = "completion",
        header = "Prints shell completion for bash or zsh.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = {"The script completes options, commands and check ids.", ""},
        footer = {"", "In ~/.bashrc or ~/.zshrc:", "  source <(plumb completion)"})
final class CompletionCommand implements Callable<Integer> {

    /** Shells that the script serves: one and the same, which sets up bashcompinit in zsh. */
    enum Shell {
        bash,
        zsh
    }

    private final Console console;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before call()
    private CommandSpec spec;

    @Parameters(arity = "0..1", defaultValue = "bash", paramLabel = "SHELL", description = "bash or zsh.")
    private Shell shell = Shell.bash;

    CompletionCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws Failure {
        String script = AutoComplete.bash("plumb", spec.root().commandLine());
        try {
            console.out().write(script.getBytes(StandardCharsets.UTF_8));
            console.out().flush();
        } catch (IOException e) {
            throw Failure.couldNotRun("cannot write to standard output for " + shell + ": " + IoText.why(e));
        }
        return ExitCodes.CLEAN;
    }
}
