package dev.plumbline.agent.inside;

import dev.plumbline.inspector.check.map.ProcessMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import javax.management.Descriptor;
import javax.management.ImmutableDescriptor;
import javax.management.MBeanInfo;
import javax.management.MBeanNotificationInfo;
import javax.management.MBeanOperationInfo;
import javax.management.openmbean.ArrayType;
import javax.management.openmbean.OpenDataException;
import javax.management.openmbean.OpenMBeanAttributeInfo;
import javax.management.openmbean.OpenMBeanAttributeInfoSupport;
import javax.management.openmbean.OpenMBeanConstructorInfo;
import javax.management.openmbean.OpenMBeanInfoSupport;
import javax.management.openmbean.OpenMBeanOperationInfo;
import javax.management.openmbean.OpenMBeanOperationInfoSupport;
import javax.management.openmbean.OpenMBeanParameterInfo;
import javax.management.openmbean.OpenType;
import javax.management.openmbean.SimpleType;

/** The attributes and operations of {@link MemoryMapBean}, as a table. */
final class BeanShape {

    static final String SNAPSHOT = "snapshot";
    static final String STOP = "stop";

    private static final List<Attribute> ATTRIBUTES = List.of(
            new Attribute(
                    "Snapshots",
                    "Number of the latest snapshot; zero before the first",
                    SimpleType.LONG,
                    bean -> bean.ofLatest(Snapshot::number, () -> 0L)),
            new Attribute(
                    "Taken",
                    "When the latest snapshot was taken, ISO 8601",
                    SimpleType.STRING,
                    bean -> bean.ofLatest(s -> s.taken().toString(), () -> "")),
            new Attribute(
                    "CostMillis",
                    "How long the latest snapshot took",
                    SimpleType.LONG,
                    bean -> bean.ofLatest(s -> s.cost().toMillis(), () -> 0L)),
            new Attribute(
                    "Owners",
                    "What each owner has of the address space",
                    OpenTypes.OWNER.arrayType(),
                    bean -> OpenTypes.OWNER.rows(bean.ofLatest(Snapshot::owners, List::of))),
            new Attribute(
                    "Mappings",
                    "The mappings in address order, each part with its owner",
                    OpenTypes.MAPPING.arrayType(),
                    bean -> OpenTypes.MAPPING.rows(bean.ofMap(ProcessMap::ranges))),
            new Attribute(
                    "Verdicts",
                    "The layout held against the reference",
                    OpenTypes.VERDICT.arrayType(),
                    bean -> OpenTypes.VERDICT.rows(bean.ofLatest(Snapshot::verdicts, List::of))),
            new Attribute("Notes", "What could not be known, and what would show it", strings(), bean -> bean.ofLatest(
                            Snapshot::notes, List::of)
                    .toArray(String[]::new)),
            new Attribute("Troubles", "What went wrong in the agent", strings(), MemoryMapBean::troubles),
            new Attribute(
                    "PeriodSeconds", "From one snapshot to the next", SimpleType.LONG, MemoryMapBean::periodSeconds),
            new Attribute(
                    "Report",
                    "The file that each snapshot is written to; empty if none",
                    SimpleType.STRING,
                    MemoryMapBean::report));

    private BeanShape() {}

    /** One attribute, and how it is read. */
    record Attribute(String name, String description, OpenType<?> type, Function<MemoryMapBean, Object> reading) {

        Object value(MemoryMapBean bean) {
            return reading.apply(bean);
        }

        private OpenMBeanAttributeInfo info() {
            return new OpenMBeanAttributeInfoSupport(name, description, type, true, false, false);
        }
    }

    static Optional<Attribute> attribute(String name) {
        return ATTRIBUTES.stream().filter(a -> a.name().equals(name)).findFirst();
    }

    static MBeanInfo info() {
        return new OpenMBeanInfoSupport(
                "dev.plumbline.MemoryMap",
                "The process's memory, every mapping with its owner",
                ATTRIBUTES.stream().map(Attribute::info).toArray(OpenMBeanAttributeInfo[]::new),
                new OpenMBeanConstructorInfo[0],
                new OpenMBeanOperationInfo[] {
                    operation(SNAPSHOT, "Takes a snapshot now and waits for it, at most 30 s; whether it came"),
                    operation(STOP, "Ends the agent; this MBean goes with it")
                },
                new MBeanNotificationInfo[0],
                mxBean());
    }

    private static OpenMBeanOperationInfo operation(String name, String description) {
        return new OpenMBeanOperationInfoSupport(
                name, description, new OpenMBeanParameterInfo[0], SimpleType.BOOLEAN, MBeanOperationInfo.ACTION);
    }

    private static Descriptor mxBean() {
        return new ImmutableDescriptor("mxbean=true");
    }

    private static ArrayType<String[]> strings() {
        try {
            return new ArrayType<>(1, SimpleType.STRING);
        } catch (OpenDataException e) {
            throw new IllegalStateException(e);
        }
    }
}
