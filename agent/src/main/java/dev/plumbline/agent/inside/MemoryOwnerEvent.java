package dev.plumbline.agent.inside;

import dev.plumbline.inspector.check.map.OwnerTotals;
import dev.plumbline.inspector.check.map.Totals;
import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.Registered;
import jdk.jfr.StackTrace;

/** What one owner has of the address space. One event an owner and snapshot. */
@Name("plumbline.MemoryOwner")
@Label("Memory Owner")
@Description("What one owner has of the process's address space")
@Category("Plumbline")
@StackTrace(false)
@Registered(false)
final class MemoryOwnerEvent extends Event {

    @Label("Snapshot")
    @Description("Number of the snapshot, the same in all its events")
    long snapshot;

    @Label("Owner")
    String owner = "";

    @Label("Reserved")
    @DataAmount
    long reservedBytes;

    @Label("Committed")
    @Description("What of it may be touched")
    @DataAmount
    long committedBytes;

    @Label("Resident")
    @DataAmount
    long residentBytes;

    @Label("Proportional")
    @Description("Resident, each page divided by the number of its mappings")
    @DataAmount
    long pssBytes;

    @Label("Swapped")
    @DataAmount
    long swapBytes;

    @Label("Huge")
    @Description("What huge pages map")
    @DataAmount
    long hugeBytes;

    @Label("Mappings")
    int mappings;

    void fill(long number, OwnerTotals row) {
        Totals totals = row.totals();
        snapshot = number;
        owner = row.owner().word();
        reservedBytes = totals.reservedBytes();
        committedBytes = totals.committedBytes();
        residentBytes = totals.usage().residentBytes();
        pssBytes = totals.usage().pssBytes();
        swapBytes = totals.usage().swapBytes();
        hugeBytes = totals.usage().largePageBytes();
        mappings = totals.mappings();
    }
}
