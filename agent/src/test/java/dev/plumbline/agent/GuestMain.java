package dev.plumbline.agent;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.TreeSet;
import java.util.stream.Collectors;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;

/** An application that answers each line of its standard input by one line: what it can see of an agent. */
final class GuestMain {

    static final String READY = "ready";

    private GuestMain() {}

    public static void main(String[] arguments) throws IOException, JMException {
        System.out.println(READY);
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        String line;
        while ((line = in.readLine()) != null) {
            System.out.println(answer(line));
        }
    }

    private static String answer(String asked) throws JMException {
        String[] words = asked.split(" ", -1);
        return switch (words[0]) {
            case "threads" ->
                Thread.getAllStackTraces().keySet().stream()
                        .map(Thread::getName)
                        .sorted()
                        .collect(Collectors.joining(","));
            case "classes" -> classes(words[1]);
            case "properties" ->
                System.getProperties().stringPropertyNames().stream()
                        .filter(name -> name.startsWith("jn") || name.contains("plumb"))
                        .map(name -> name + "=" + System.getProperty(name))
                        .collect(Collectors.toCollection(TreeSet::new))
                        .toString();
            case "objects" -> objects(words[1]);
            case "attribute" -> attribute(words[1]);
            case "invoke" ->
                String.valueOf(server().invoke(new ObjectName(words[1]), words[2], new Object[0], new String[0]));
            case "registered" -> String.valueOf(server().isRegistered(new ObjectName(words[1])));
            case "jna" -> jna();
            case "visible" -> visible(words[1]);
            default -> "?";
        };
    }

    private static MBeanServer server() {
        return ManagementFactory.getPlatformMBeanServer();
    }

    /** How many loaded classes have a name that holds the text, whatever their loader. */
    private static String classes(String text) throws JMException {
        return Long.toString(command("vmClassHierarchy")
                .lines()
                .filter(line -> line.contains(text))
                .count());
    }

    /** How many live objects there are of the classes whose name starts so; collects garbage. */
    private static String objects(String start) throws JMException {
        return Long.toString(command("gcClassHistogram")
                .lines()
                .map(line -> line.strip().split("\\s+", -1))
                .filter(cells -> cells.length >= 4 && cells[3].startsWith(start))
                .mapToLong(cells -> Long.parseLong(cells[1]))
                .sum());
    }

    private static String command(String operation) throws JMException {
        Object[] parameters = {new String[0]};
        String[] signature = {String[].class.getName()};
        return (String) server().invoke(
                        new ObjectName("com.sun.management:type=DiagnosticCommand"), operation, parameters, signature);
    }

    private static String attribute(String name) throws JMException {
        Object value = server().getAttribute(new ObjectName("dev.plumbline:type=MemoryMap"), name);
        if (value instanceof CompositeData[] rows) {
            return Arrays.stream(rows).map(GuestMain::row).collect(Collectors.joining(";"));
        }
        return value instanceof Object[] texts ? Arrays.toString(texts) : String.valueOf(value);
    }

    private static String row(CompositeData row) {
        return row.getCompositeType().keySet().stream()
                .sorted()
                .map(key -> key + "=" + row.get(key))
                .collect(Collectors.joining(" "));
    }

    /** The version of the application's own JNA, and this process's pid by a call through it. */
    private static String jna() {
        try {
            Class<?> library = Class.forName("com.sun.jna.NativeLibrary");
            Object process = library.getMethod("getProcess").invoke(null);
            Object getpid = library.getMethod("getFunction", String.class).invoke(process, "getpid");
            Object pid =
                    getpid.getClass().getMethod("invokeInt", Object[].class).invoke(getpid, (Object) new Object[0]);
            return library.getPackage().getImplementationVersion() + " " + pid;
        } catch (ReflectiveOperationException e) {
            return e.toString();
        }
    }

    private static String visible(String type) {
        try {
            return "yes, of " + Class.forName(type).getClassLoader();
        } catch (ClassNotFoundException e) {
            return "no";
        }
    }
}
