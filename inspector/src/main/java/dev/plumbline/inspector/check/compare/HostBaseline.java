package dev.plumbline.inspector.check.compare;

import dev.plumbline.bridge.Origin;
import dev.plumbline.inspector.check.HostView;

/** Reads the quantities of a host, live or saved. Nothing here is predicted: it is what the host says. */
public final class HostBaseline {

    private HostBaseline() {}

    /** All that the host shows; what it does not show is named as such. */
    public static Baseline of(HostView host) {
        QuantityList list = new QuantityList(host);
        MachineQuantities.read(list);
        BootQuantities.read(list);
        LayoutQuantities.read(list);
        HugePageQuantities.read(list);
        SysctlQuantities.read(list);
        ZoneQuantities.read(list);
        CounterQuantities.read(list);
        return new Baseline(origin(host.files().origin()), list.quantities(), list.enumerated());
    }

    private static BaselineOrigin origin(Origin origin) {
        BaselineOrigin.Kind kind =
                origin instanceof Origin.Live ? BaselineOrigin.Kind.LIVE : BaselineOrigin.Kind.CAPTURE;
        return new BaselineOrigin(kind, origin.name(), origin.takenAt());
    }
}
