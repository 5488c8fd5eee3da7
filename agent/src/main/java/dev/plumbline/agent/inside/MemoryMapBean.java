package dev.plumbline.agent.inside;

import dev.plumbline.inspector.check.map.ProcessMap;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.management.Attribute;
import javax.management.AttributeList;
import javax.management.AttributeNotFoundException;
import javax.management.DynamicMBean;
import javax.management.JMException;
import javax.management.MBeanException;
import javax.management.MBeanInfo;
import javax.management.MBeanServer;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;
import javax.management.ReflectionException;

/**
 * {@code dev.plumbline:type=MemoryMap} in the platform's MBean server: the latest snapshot, in open types. It is an MXBean that
 * describes itself, so that no cache of the JDK learns of a class of the agent. A client's thread only reads what the agent's thread has
 * left.
 */
final class MemoryMapBean implements DynamicMBean, Outlet {

    static final String NAME = "dev.plumbline:type=MemoryMap";

    private final Settings settings;
    private final BlockingQueue<String> orders;
    private final Troubles troubles;
    private final MBeanServer server;
    private final ObjectName name;
    private final Latest latest = new Latest();

    private MemoryMapBean(
            Settings settings, BlockingQueue<String> orders, Troubles troubles, MBeanServer server, ObjectName name) {
        this.settings = settings;
        this.orders = orders;
        this.troubles = troubles;
        this.server = server;
        this.name = name;
    }

    /** Registers it; why it cannot be is a trouble. */
    static Optional<Outlet> register(Settings settings, BlockingQueue<String> orders, Troubles troubles) {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        MemoryMapBean bean = new MemoryMapBean(settings, orders, troubles, server, objectName());
        try {
            server.registerMBean(bean, bean.name);
            return Optional.of(bean);
        } catch (JMException e) {
            troubles.add("there is no MBean: " + e);
            return Optional.empty();
        }
    }

    @Override
    public void publish(Snapshot snapshot) {
        latest.set(snapshot);
    }

    @Override
    public void close() {
        latest.end();
        try {
            server.unregisterMBean(name);
        } catch (JMException e) {
            // Somebody else took it away.
            troubles.add("the MBean could not be unregistered: " + e);
        }
    }

    @Override
    public Object getAttribute(String attribute) throws AttributeNotFoundException {
        return BeanShape.attribute(attribute)
                .orElseThrow(() -> new AttributeNotFoundException(attribute))
                .value(this);
    }

    @Override
    public AttributeList getAttributes(String[] attributes) {
        AttributeList list = new AttributeList();
        for (String attribute : attributes) {
            BeanShape.attribute(attribute).ifPresent(known -> list.add(new Attribute(attribute, known.value(this))));
        }
        return list;
    }

    @Override
    public void setAttribute(Attribute attribute) throws AttributeNotFoundException {
        throw new AttributeNotFoundException(attribute.getName() + " cannot be set");
    }

    /** Sets nothing, since nothing can be set. */
    @Override
    public AttributeList setAttributes(AttributeList attributes) {
        return new AttributeList();
    }

    @Override
    public Object invoke(String operation, Object[] parameters, String[] signature)
            throws MBeanException, ReflectionException {
        switch (operation) {
            case BeanShape.SNAPSHOT -> {
                long before = latest.number();
                orders.add(Stay.SNAPSHOT);
                return latest.awaitAfter(before);
            }
            case BeanShape.STOP -> {
                return orders.add(Stay.STOP);
            }
            default -> throw new ReflectionException(new NoSuchMethodException(operation));
        }
    }

    @Override
    public MBeanInfo getMBeanInfo() {
        return BeanShape.info();
    }

    /** What of a snapshot, or something else before the first. */
    <T> T ofLatest(Function<Snapshot, T> value, Supplier<T> before) {
        return latest.get().map(value).orElseGet(before);
    }

    <T> List<T> ofMap(Function<ProcessMap, List<T>> value) {
        return latest.get().flatMap(Snapshot::map).map(value).orElse(List.of());
    }

    long periodSeconds() {
        return settings.period().toSeconds();
    }

    String report() {
        return settings.report().map(Path::toString).orElse("");
    }

    String[] troubles() {
        return troubles.all().toArray(String[]::new);
    }

    private static ObjectName objectName() {
        try {
            return new ObjectName(NAME);
        } catch (MalformedObjectNameException e) {
            throw new IllegalStateException(NAME, e);
        }
    }
}
