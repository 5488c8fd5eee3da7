package dev.plumbline.inspector.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plumbline.inspector.check.Finding;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonReportTest {

    private static final Finding[] ALL = {
        Samples.MIN_HOLDS,
        Samples.LOW_EXPLAINED,
        Samples.ORDER_DRIFTED,
        Samples.MIN_VIOLATED,
        Samples.WX_VIOLATED,
        Samples.denied("mmu.page-table-bytes", 1)
    };

    private static JsonNode parse(Assessment assessment) throws IOException {
        return new ObjectMapper().readTree(ReportSchema.write(assessment));
    }

    private static JsonNode verdict(Finding finding) throws IOException {
        return parse(Samples.assess(finding)).path("verdicts").path(0);
    }

    @Test
    void obeysItsSchema() throws IOException {
        assertThat(ReportSchema.problems(ReportSchema.write(Samples.assess(ALL))))
                .isEmpty();
        assertThat(ReportSchema.problems(ReportSchema.write(Samples.assess()))).isEmpty();
    }

    @Test
    void obeysItsSchemaWithAcceptedAndUnusedEntries() throws IOException, AcceptFile.SyntaxException {
        AcceptFile file = AcceptFile.parse(
                "a.accept", List.of("process.*|*|known|2026-12-31", "a.b|*|x|2026-12-31", "a.b|*|x|2020-01-01"));
        Assessment assessment = new Assessment(Samples.report(ALL), file, Samples.TODAY);
        JsonNode report = parse(assessment);

        assertThat(ReportSchema.problems(ReportSchema.write(assessment))).isEmpty();
        assertThat(report.path("acceptance").path("unused")).hasSize(1);
        assertThat(report.path("acceptance")
                        .path("expired")
                        .path(0)
                        .path("line")
                        .asInt())
                .isEqualTo(3);
        assertThat(report.path("summary").path("accepted").asInt()).isEqualTo(1);
        assertThat(report.path("verdicts")
                        .path(4)
                        .path("accepted")
                        .path("reason")
                        .asText())
                .isEqualTo("known");
    }

    @Test
    void namesToolSourceAndHost() throws IOException {
        JsonNode report = parse(Samples.assess(ALL));

        assertThat(report.path("schemaVersion").asText()).isEqualTo("1.0");
        assertThat(report.path("tool").toString()).isEqualTo("{\"name\":\"plumbline\",\"version\":\"9.9\"}");
        assertThat(report.path("source").toString())
                .isEqualTo("{\"kind\":\"live\",\"name\":\"plinth\",\"takenAt\":\"2026-03-01T10:00:00Z\"}");
        assertThat(report.path("host").path("architecture").asText()).isEqualTo("x86_64");
        assertThat(report.path("host").path("pageSizeBytes").asInt()).isEqualTo(4096);
        assertThat(report.path("host").path("kernelRelease").asText()).isEqualTo("6.1.0-50-amd64");
        assertThat(report.path("host").path("processor").asText()).isEqualTo("AMD EPYC 9B14");
        assertThat(report.path("host").path("microarchitecture").asText()).isEqualTo("Zen 4");
    }

    @Test
    void countsWhatItLists() throws IOException {
        JsonNode summary = parse(Samples.assess(ALL)).path("summary");

        assertThat(summary.path("quantities").asInt()).isEqualTo(6);
        assertThat(summary.path("predicted").asInt()).isEqualTo(5);
        assertThat(summary.path("violated").asInt()).isEqualTo(2);
        assertThat(summary.path("conformance").path("violated").asInt()).isEqualTo(1);
        assertThat(summary.path("posture").path("violated").asInt()).isEqualTo(1);
        assertThat(summary.path("notObservable").asInt()).isEqualTo(1);
        assertThat(summary.path("exitCode").asInt()).isEqualTo(1);
    }

    @Test
    void writesEachVerdictsMembers() throws IOException {
        assertThat(verdict(Samples.MIN_VIOLATED).toString())
                .isEqualTo("{\"check\":\"zone.watermarks\",\"kind\":\"conformance\",\"subject\":\"node 0 Normal min\","
                        + "\"verdict\":\"violated\",\"observed\":\"812\",\"expected\":\"811\","
                        + "\"because\":\"no earlier managed value gives it\",\"evidence\":[{\"file\":\"proc/zoneinfo\","
                        + "\"line\":40,\"text\":\"min      812\"}]}");
        JsonNode explained = verdict(Samples.LOW_EXPLAINED);
        assertThat(explained.path("observed").asLong())
                .isEqualTo(explained.path("expected").asLong()
                        + explained.path("terms").path(0).path("amount").asLong());
        assertThat(explained.path("unit").asText()).isEqualTo("pages");
        JsonNode drifted = verdict(Samples.ORDER_DRIFTED);
        assertThat(drifted.path("before").asText() + drifted.path("after").asText())
                .isEqualTo("658641");
        JsonNode unseen = verdict(Samples.denied("process.w-x", 1));
        assertThat(unseen.path("verdict").asText()).isEqualTo("not-observable");
        assertThat(unseen.path("observed").isNull()).isTrue();
        assertThat(unseen.path("remedy").asText()).isEqualTo("CAP_SYS_PTRACE");
    }

    @Test
    void makesNamesPrintable() throws IOException {
        assertThat(verdict(Samples.wx(9, "a\u001b[2J\u202e")).path("subject").asText())
                .isEqualTo("pid 9 a\\x1b[2J\\u202e");
    }

    @ParameterizedTest
    @CsvSource({
        "verdict, \"fine\"",
        "kind, \"opinion\"",
        "check, \"Zone Watermarks\"",
        "observed, null",
        "observed, 812",
        "evidence, {}",
        "terms, []",
        "accepted, {}",
        "because, null"
    })
    void isRefusedByTheSchemaWhenAMemberOfAVerdictIsWrong(String member, String json) throws IOException {
        JsonNode report = parse(Samples.assess(Samples.MIN_VIOLATED));
        ((ObjectNode) report.path("verdicts").path(0)).set(member, new ObjectMapper().readTree(json));

        assertThat(ReportSchema.problems(report.toString())).isNotEmpty();
    }

    @Test
    void isRefusedByTheSchemaWhenAMemberIsMissing() throws IOException {
        JsonNode whole = parse(Samples.assess(ALL));
        List<String> notMissed = new ArrayList<>();
        for (String object : List.of("", "/source", "/tool", "/summary", "/summary/posture", "/verdicts/1")) {
            whole.at(object).fieldNames().forEachRemaining(name -> {
                JsonNode damaged = whole.deepCopy();
                ((ObjectNode) damaged.at(object)).remove(name);
                if (ReportSchema.problems(damaged.toString()).isEmpty()) {
                    notMissed.add(object + "/" + name);
                }
            });
        }

        assertThat(notMissed).isEmpty();
    }
}
