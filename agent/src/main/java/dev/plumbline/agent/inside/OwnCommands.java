package dev.plumbline.agent.inside;

import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import javax.management.JMException;
import javax.management.MBeanOperationInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/**
 * The JVM's diagnostic commands through its own MBean, {@code com.sun.management:type=DiagnosticCommand}: the same as jcmd reaches
 * from outside, without a socket. A command that it does not have answers nothing.
 */
final class OwnCommands implements UnaryOperator<String> {

    private static final String NAME = "com.sun.management:type=DiagnosticCommand";
    private static final String COMMAND = "dcmd.name";
    private static final String[] NONE = {};

    private final MBeanServer server;
    private final ObjectName name;

    /** Operation by command: {@code vmInfo} by {@code VM.info}; and whether it takes arguments. */
    private final Map<String, MBeanOperationInfo> operations = new HashMap<>();

    /** Finds the MBean; why there is none is a trouble. */
    static Optional<UnaryOperator<String>> of(Troubles troubles) {
        try {
            return Optional.of(new OwnCommands());
        } catch (JMException e) {
            troubles.add("the JVM cannot be asked: " + e);
            return Optional.empty();
        }
    }

    private OwnCommands() throws JMException {
        server = ManagementFactory.getPlatformMBeanServer();
        name = new ObjectName(NAME);
        for (MBeanOperationInfo operation : server.getMBeanInfo(name).getOperations()) {
            operations.put(String.valueOf(operation.getDescriptor().getFieldValue(COMMAND)), operation);
        }
    }

    @Override
    public String apply(String command) {
        String[] words = command.split(" ", -1);
        MBeanOperationInfo operation = operations.get(words[0]);
        if (operation == null) {
            return "";
        }
        boolean takesArguments = operation.getSignature().length > 0;
        Object[] arguments = {Arrays.copyOfRange(words, 1, words.length)};
        try {
            return String.valueOf(
                    takesArguments
                            ? server.invoke(
                                    name, operation.getName(), arguments, new String[] {String[].class.getName()})
                            : server.invoke(name, operation.getName(), NONE, NONE));
        } catch (JMException e) {
            return "";
        }
    }
}
