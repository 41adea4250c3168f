package org.airlog.portal.http;

import io.javalin.http.Context;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.airlog.observation.Reason;
import org.airlog.observation.signature.Secret;
import org.airlog.portal.download.DownloadQuery;
import org.airlog.portal.download.Format;
import org.airlog.portal.download.Proof;
import org.airlog.portal.download.QueryString;
import org.airlog.portal.download.Table;
import org.airlog.portal.download.TableCsv;
import org.airlog.portal.download.TableJson;
import org.airlog.portal.page.DataPage;
import org.airlog.portal.timescale.LegacyRows;
import org.airlog.portal.timescale.StoreUnavailableException;
import org.airlog.portal.timescale.TooLargeException;

/** {@code GET /download}: from a request to its answer. Refusals that need no database come first. Thread-safe. */
public final class Downloads {

    static final String PATH = "/download";

    private static final String FILE_NAME = "airlog-data.csv";
    private static final int LONGEST_QUOTE = 40;

    private final LegacyRows rows;
    private final Supplier<Rules> inForce;

    /**
     * What an operator decides.
     *
     * @param mostRows of one answer
     * @param requiresAuth whether a request must carry a salted hash
     * @param salts that such a hash may be made with
     */
    public record Rules(int mostRows, boolean requiresAuth, List<Secret> salts) {

        /** Copies the salts. */
        public Rules {
            salts = List.copyOf(salts);
        }
    }

    /** Answers from {@code rows}; each by the rules that are {@code inForce} when it is asked for. */
    public Downloads(LegacyRows rows, Supplier<Rules> inForce) {
        this.rows = rows;
        this.inForce = inForce;
    }

    Answer answer(Context context) {
        Rules rules = inForce.get();
        var query = new QueryString(
                Optional.ofNullable(context.req().getQueryString()).orElse(""));
        if (rules.requiresAuth()) {
            Optional<Answer> refusal =
                    refusal(Proof.of(context.req().getRequestURI(), query, headers(context), rules.salts()));
            if (refusal.isPresent()) {
                return refusal.get();
            }
        }
        String label = query.first("format").orElse(Format.HTML.label());
        Optional<Format> format = Format.of(label);
        if (format.isEmpty()) {
            String quoted = label.length() > LONGEST_QUOTE ? label.substring(0, LONGEST_QUOTE) + "…" : label;
            return refused(400, Reason.MALFORMED, "Unknown format: '" + quoted + "', expected html, csv or json");
        }
        try {
            Table table = rows.read(columns -> DownloadQuery.of(query, columns, rules.mostRows()));
            return answer(format.get(), table, query);
        } catch (StoreUnavailableException e) {
            return refused(503, Reason.UNAVAILABLE, e.detail());
        } catch (TooLargeException e) {
            return refused(413, Reason.TOO_LARGE, String.valueOf(e.getMessage()));
        }
    }

    private static Answer answer(Format format, Table table, QueryString query) {
        return switch (format) {
            case HTML -> Pages.answer(new DataPage(table, query));
            case CSV ->
                Answer.ok("text/csv; charset=utf-8; header=present", TableCsv.of(table))
                        .with("Content-Disposition", "attachment; filename=\"" + FILE_NAME + "\"");
            case JSON -> Answer.ok("application/json", TableJson.of(table));
        };
    }

    /** The same words as uploads are refused with. */
    private static Optional<Answer> refusal(Proof proof) {
        return switch (proof) {
            case RIGHT -> Optional.empty();
            case MISSING ->
                Optional.of(refused(
                        403,
                        Reason.SIGNATURE_MISSING,
                        "downloads need a header Content-SHA256-Salted here, made of the path with its query"));
            case WRONG -> Optional.of(refused(403, Reason.SIGNATURE_WRONG, "a salted hash does not match"));
        };
    }

    private static Answer refused(int status, Reason reason, String detail) {
        return Answer.error(status, reason.label(), detail);
    }

    private static List<Map.Entry<String, String>> headers(Context context) {
        return Collections.list(context.req().getHeaderNames()).stream()
                .flatMap(name -> Collections.list(context.req().getHeaders(name)).stream()
                        .map(value -> Map.entry(name, value)))
                .toList();
    }
}
