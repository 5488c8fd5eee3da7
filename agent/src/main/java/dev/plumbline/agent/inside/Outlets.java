package dev.plumbline.agent.inside;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.BlockingQueue;

/** All outlets of a stay; closed in the reverse of their order. */
final class Outlets implements AutoCloseable {

    private final Deque<Outlet> outlets = new ArrayDeque<>();

    private Outlets() {}

    /** Opens what the settings ask for; what cannot be opened is a trouble and is left out. */
    static Outlets open(Settings settings, BlockingQueue<String> orders, Troubles troubles) {
        Outlets all = new Outlets();
        if (settings.jmx() && hasModule("java.management", "there is no MBean", troubles)) {
            MemoryMapBean.register(settings, orders, troubles).ifPresent(all.outlets::addFirst);
        }
        if (settings.jfr() && hasModule("jdk.jfr", "there are no flight recorder events", troubles)) {
            all.outlets.addFirst(new FlightEvents());
        }
        settings.report().ifPresent(file -> all.outlets.addFirst(new ReportFile(file, troubles)));
        return all;
    }

    void publish(Snapshot snapshot) {
        outlets.forEach(outlet -> outlet.publish(snapshot));
    }

    /** Closes each, whatever becomes of the others. */
    @Override
    public void close() {
        Outlet next = outlets.pollFirst();
        if (next != null) {
            try {
                next.close();
            } finally {
                close();
            }
        }
    }

    private static boolean hasModule(String name, String otherwise, Troubles troubles) {
        boolean there = Modules.has(name);
        if (!there) {
            troubles.add("%s: this JVM runs without the module %s".formatted(otherwise, name));
        }
        return there;
    }
}
