package dev.plumbline.inspector.cli;

import dev.plumbline.inspector.report.Printable;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code plumb}: the commands and what they have in common. */
@Command(
        name = "plumb",
        description = {"Tells whether a Linux host's memory layout is what the kernel's own rules say it must be.", ""},
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:nothing is violated, or the command did what it was asked",
            "1:a conformance check is violated: the host is not what the reference says; of compare: something that matters"
                    + " differs",
            "2:wrong usage",
            "3:could not run: no such capture, no such process, nothing to write to",
            "4:only posture checks are violated: a setting or a process is weaker than it should be"
        },
        footerHeading = "%nEnvironment:%n",
        footer = {
            "  NO_COLOR    if set and not empty, no colour",
            "  JAVA_HOME   the Java that runs this, 17 or later; else the one in PATH"
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        synopsisSubcommandLabel = "COMMAND")
final class Plumb implements Callable<Integer> {

    private static final System.Logger LOG = System.getLogger(Plumb.class.getName());
    private static final int USAGE_COLUMNS = 80;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before call()
    private CommandSpec spec;

    /**
     * Runs one command line.
     *
     * @return the exit code: 0, 1 or 4 from the checks, 2 for wrong usage, 3 where the command could not run
     */
    static int run(Console console, String... arguments) {
        CommandLine plumb = new CommandLine(new Plumb())
                .addSubcommand(new CheckCommand(console))
                .addSubcommand(new AttachCommand(console))
                .addSubcommand(new TranslateCommand(console))
                .addSubcommand(new ContiguityCommand(console))
                .addSubcommand(new MapCommand(console))
                .addSubcommand(new ZonesCommand(console))
                .addSubcommand(new TlbCommand(console))
                .addSubcommand(new WalkCommand(console))
                .addSubcommand(new SimulateCommand(console))
                .addSubcommand(new CompareCommand(console))
                .addSubcommand(new ExplainCommand(console))
                .addSubcommand(new CompletionCommand(console));
        plumb.setOut(new PrintWriter(console.out(), false, StandardCharsets.UTF_8));
        plumb.setErr(console.err());
        plumb.setColorScheme(CommandLine.Help.defaultColorScheme(
                console.columns().isPresent() && !console.noColor() ? Ansi.ON : Ansi.OFF));
        plumb.setUsageHelpWidth(
                Math.max(USAGE_COLUMNS, Math.min(100, console.columns().orElse(USAGE_COLUMNS))));
        plumb.setUsageHelpLongOptionsMaxWidth(22);
        plumb.setParameterExceptionHandler((e, args) -> wrongUsage(e, console));
        plumb.setExecutionExceptionHandler((e, commandLine, result) -> failed(e, console));
        int exitCode = plumb.execute(arguments);
        plumb.getOut().flush();
        console.err().flush();
        return exitCode;
    }

    @Override
    public Integer call() {
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }

    private static int wrongUsage(ParameterException e, Console console) {
        String command = e.getCommandLine().getCommandSpec().qualifiedName();
        String message = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
        console.err().println(command + ": " + Printable.of(message) + " (" + command + " --help tells more)");
        return ExitCodes.WRONG_USAGE;
    }

    private static int failed(Exception e, Console console) {
        if (e instanceof Failure failure) {
            console.err().println("plumb: " + failure.getMessage());
            return failure.exitCode();
        }
        LOG.log(System.Logger.Level.ERROR, "plumb: a defect of this tool, please report it", e);
        return ExitCodes.COULD_NOT_RUN;
    }
}
