package dev.plumbline.agent.inside;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.Registered;
import jdk.jfr.StackTrace;

/** What one check says of this process. One event a quantity and snapshot. */
@Name("plumbline.LayoutVerdict")
@Label("Layout Verdict")
@Description("A quantity of the process's memory layout, held against the reference")
@Category("Plumbline")
@StackTrace(false)
@Registered(false)
final class LayoutVerdictEvent extends Event {

    @Label("Snapshot")
    @Description("Number of the snapshot, the same in all its events")
    long snapshot;

    @Label("Check")
    String check = "";

    @Label("Subject")
    String subject = "";

    @Label("Verdict")
    String verdict = "";

    @Label("Observed")
    String observed = "";

    @Label("Expected")
    String expected = "";

    @Label("Because")
    String because = "";

    void fill(long number, VerdictRow row) {
        snapshot = number;
        check = row.check();
        subject = row.subject();
        verdict = row.verdict();
        observed = row.observed();
        expected = row.expected();
        because = row.because();
    }
}
