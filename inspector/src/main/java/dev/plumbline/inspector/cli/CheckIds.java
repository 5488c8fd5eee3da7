package dev.plumbline.inspector.cli;

import dev.plumbline.inspector.check.Check;
import dev.plumbline.inspector.check.Checks;
import dev.plumbline.inspector.report.Glob;
import java.util.Iterator;
import java.util.List;

/** The checks by id, and the choice among them. Iterates over the ids for shell completion. */
final class CheckIds implements Iterable<String> {

    @Override
    public Iterator<String> iterator() {
        return all().iterator();
    }

    static List<String> all() {
        return Checks.ALL.stream().map(Check::id).toList();
    }

    /**
     * The checks that some {@code only} matches, or all without one, and that no {@code skip} matches.
     *
     * @throws Failure if a glob matches no check, or no check is left
     */
    static List<Check> select(List<String> only, List<String> skip) throws Failure {
        List<Glob> wanted = globs("--only", only);
        List<Glob> unwanted = globs("--skip", skip);
        List<Check> selected = Checks.ALL.stream()
                .filter(c -> wanted.isEmpty() || wanted.stream().anyMatch(g -> g.matches(c.id())))
                .filter(c -> unwanted.stream().noneMatch(g -> g.matches(c.id())))
                .toList();
        if (selected.isEmpty()) {
            throw Failure.wrongUsage("--only and --skip leave no check to run");
        }
        return selected;
    }

    private static List<Glob> globs(String option, List<String> texts) throws Failure {
        List<Glob> globs = texts.stream().map(Glob::new).toList();
        for (Glob glob : globs) {
            if (all().stream().noneMatch(glob::matches)) {
                throw Failure.wrongUsage(
                        option + ": no check matches \"" + glob + "\"; there are " + String.join(", ", all()));
            }
        }
        return globs;
    }
}
