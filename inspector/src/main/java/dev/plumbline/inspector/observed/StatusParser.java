package dev.plumbline.inspector.observed;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** {@code /proc/PID/status}: a field a line, {@code Name:<tab>text}. */
public final class StatusParser {

    /** Numbers alone, one or several, separated by tabs. */
    private static final Set<String> NUMBERS =
            Set.of("Tgid", "Pid", "PPid", "TracerPid", "Uid", "Gid", "NStgid", "NSpid", "NSpgid", "NSsid", "Threads");

    /** Every kernel prints these, and the memory lines lie between them: without the last the file was cut. */
    private static final List<String> ALWAYS = List.of("Name", "State", "Pid", "Threads");

    private static final Set<String> KNOWN = Set.of(
            "Name",
            "Umask",
            "State",
            "Ngid",
            "FDSize",
            "Groups",
            "Kthread",
            "CoreDumping",
            "THP_enabled",
            "untag_mask",
            "SigQ",
            "SigPnd",
            "ShdPnd",
            "SigBlk",
            "SigIgn",
            "SigCgt",
            "CapInh",
            "CapPrm",
            "CapEff",
            "CapBnd",
            "CapAmb",
            "NoNewPrivs",
            "Seccomp",
            "Seccomp_filters",
            "Speculation_Store_Bypass",
            "SpeculationIndirectBranch",
            "Cpus_allowed",
            "Cpus_allowed_list",
            "Mems_allowed",
            "Mems_allowed_list",
            "voluntary_ctxt_switches",
            "nonvoluntary_ctxt_switches",
            "x86_Thread_features",
            "x86_Thread_features_locked");

    private static final Set<String> SIZES = Set.of(
            "VmPeak",
            "VmSize",
            "VmLck",
            "VmPin",
            "VmHWM",
            "VmRSS",
            "RssAnon",
            "RssFile",
            "RssShmem",
            "VmData",
            "VmStk",
            "VmExe",
            "VmLib",
            "VmPTE",
            "VmSwap",
            "HugetlbPages");

    private StatusParser() {}

    /** Every line with a name; those this parser does not know are listed as unknown too. */
    public static Parsed<ProcessStatus> parse(SourceText file) {
        ParseNotes notes = new ParseNotes(file.path());
        LineScanner lines = new LineScanner(file.text());
        Map<String, String> fields = new LinkedHashMap<>();
        Map<String, Integer> numbers = new LinkedHashMap<>();
        while (lines.nextLine()) {
            if (!lines.terminated()) {
                notes.damage(lines.lineNumber(), lines.line(), "a line feed at the end: the file was cut");
                break;
            }
            String name = lines.takeUntil(':');
            if (name.isEmpty() || name.indexOf(' ') >= 0) {
                notes.damage(lines.lineNumber(), lines.line(), "NAME: TEXT");
            } else if (!valueFits(name, lines)) {
                notes.damage(lines.lineNumber(), lines.line(), SIZES.contains(name) ? name + ": NUMBER kB" : "numbers");
            } else if (numbers.putIfAbsent(name, lines.lineNumber()) != null) {
                notes.damage(lines.lineNumber(), lines.line(), "each field once");
            } else {
                lines.restart();
                lines.takeUntil(':');
                fields.put(name, lines.rest().strip());
                if (!KNOWN.contains(name) && !NUMBERS.contains(name) && !SIZES.contains(name)) {
                    notes.unknown(lines.line());
                }
            }
        }
        if (notes.undamaged()) {
            reportMissing(fields, notes);
        }
        return notes.with(new ProcessStatus(Collections.unmodifiableMap(fields), Collections.unmodifiableMap(numbers)));
    }

    private static boolean valueFits(String name, LineScanner lines) {
        if (!SIZES.contains(name) && !NUMBERS.contains(name)) {
            return true;
        }
        lines.skipBlanks();
        if (SIZES.contains(name)) {
            return lines.acceptDecimal() && lines.restIs(" kB");
        }
        do {
            if (!lines.acceptDecimal()) {
                return false;
            }
            lines.skipBlanks();
        } while (!lines.atEnd());
        return true;
    }

    private static void reportMissing(Map<String, String> fields, ParseNotes notes) {
        for (String name : ALWAYS) {
            if (!fields.containsKey(name)) {
                notes.damage(0, fields.isEmpty() ? "an empty file" : "no line " + name, "a line " + name);
                return;
            }
        }
    }
}
