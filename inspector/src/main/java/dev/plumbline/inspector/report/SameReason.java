package dev.plumbline.inspector.report;

import dev.plumbline.inspector.check.Verdict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What could not be observed, gathered by reason: an unprivileged user is denied the same file of every process by
 * every check that wants it, and that is one thing to say.
 */
final class SameReason {

    private static final Pattern PROCESS = Pattern.compile("pid ([0-9]+)\\b.*", Pattern.DOTALL);

    /** As many pids as a line names where it is to stay readable. */
    private static final int NAMED_PIDS = 8;

    private final List<Assessed> members = new ArrayList<>();
    private final String reason;

    private SameReason(String reason) {
        this.reason = reason;
    }

    /** One row a reason, in order of first appearance. */
    static List<Row> rows(List<Assessed> unseen, boolean nameAllPids) {
        Map<String, SameReason> groups = new LinkedHashMap<>();
        for (Assessed assessed : unseen) {
            String reason = reason(assessed);
            groups.computeIfAbsent(reason, SameReason::new).members.add(assessed);
        }
        return groups.values().stream().map(g -> g.row(nameAllPids)).toList();
    }

    private static String reason(Assessed assessed) {
        if (!(assessed.finding().verdict() instanceof Verdict.NotObservable unseen)) {
            throw new IllegalArgumentException(assessed.label() + " was observed");
        }
        String text = unseen.because() + VerdictText.remedy(unseen.remedy());
        OptionalInt pid = pid(assessed);
        return pid.isEmpty() ? text : text.replaceAll("\\b" + pid.getAsInt() + "\\b", "PID");
    }

    private static OptionalInt pid(Assessed assessed) {
        Matcher process = PROCESS.matcher(assessed.finding().subject());
        return process.matches() ? OptionalInt.of(Integer.parseInt(process.group(1))) : OptionalInt.empty();
    }

    private Row row(boolean nameAllPids) {
        if (members.size() == 1) {
            return Row.of(members.get(0));
        }
        TreeSet<String> checks = new TreeSet<>();
        TreeSet<String> subjects = new TreeSet<>();
        TreeSet<Integer> pids = new TreeSet<>();
        for (Assessed member : members) {
            checks.add(member.finding().check());
            subjects.add(member.finding().subject());
            pid(member).ifPresent(pids::add);
        }
        boolean processes = members.stream().allMatch(m -> pid(m).isPresent());
        StringBuilder text =
                new StringBuilder(subjects.size() == 1 ? Row.of(members.get(0)).text() : reason);
        if (processes && pids.size() > 1) {
            text.append(" (pids ").append(pidList(pids, nameAllPids)).append(')');
        } else if (subjects.size() > 1) {
            text.append(" (").append(String.join(", ", subjects)).append(')');
        }
        if (checks.size() > 1) {
            text.append(" [").append(String.join(", ", checks)).append(']');
        }
        return new Row(
                checks.size() == 1 ? checks.first() : checks.size() + " checks",
                subject(subjects, processes ? pids.size() : 0),
                Printable.of(text.toString()),
                "",
                List.of());
    }

    private static String subject(SortedSet<String> subjects, int processes) {
        if (subjects.size() == 1) {
            return Printable.of(subjects.first());
        }
        return processes > 1 ? processes + " processes" : subjects.size() + " quantities";
    }

    private static String pidList(Set<Integer> pids, boolean all) {
        List<String> named = pids.stream()
                .limit(all ? Long.MAX_VALUE : NAMED_PIDS)
                .map(String::valueOf)
                .toList();
        int rest = pids.size() - named.size();
        return String.join(" ", named) + (rest > 0 ? " and " + rest + " more" : "");
    }
}
