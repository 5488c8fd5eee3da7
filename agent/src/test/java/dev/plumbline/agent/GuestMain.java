package dev.plumbline.agent;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ClassLoadingMXBean;
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
            case "classes" -> classes();
            case "properties" ->
                System.getProperties().stringPropertyNames().stream()
                        .filter(name -> name.startsWith("jn") || name.contains("plumb"))
                        .map(name -> name + "=" + System.getProperty(name))
                        .collect(Collectors.toCollection(TreeSet::new))
                        .toString();
            case "histogram" -> histogram(words[1]);
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

    private static String classes() {
        ClassLoadingMXBean classes = ManagementFactory.getClassLoadingMXBean();
        return classes.getLoadedClassCount() + " " + classes.getUnloadedClassCount();
    }

    /** How many live objects there are of classes whose name has the text; collects garbage. */
    private static String histogram(String text) throws JMException {
        Object[] parameters = {new String[0]};
        String[] signature = {String[].class.getName()};
        String all = (String) server().invoke(
                        new ObjectName("com.sun.management:type=DiagnosticCommand"),
                        "gcClassHistogram",
                        parameters,
                        signature);
        return Long.toString(all.lines().filter(line -> line.contains(text)).count());
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
