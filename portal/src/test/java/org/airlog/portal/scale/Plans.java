package org.airlog.portal.scale;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.airlog.portal.scale.ExplainingDriver.Explained;

/** How the database has run the queries of one question, and whether that is how it should. */
final class Plans {

    /** A node that was run, of a relation or of one of its chunks. */
    private static final Pattern SCAN = Pattern.compile("(\\w+ Scan)(?: Backward)?(?: using \\w+)? on (\\w+)");

    private static final Pattern BUFFERS = Pattern.compile(" *Buffers: shared .*");

    private static final Pattern PAGES = Pattern.compile("(?:hit|read)=(\\d+)");

    private static final Pattern CHUNK = Pattern.compile("_hyper_\\d+_\\d+_chunk");

    private final List<Explained> queries = new ArrayList<>();

    synchronized void add(Explained query) {
        queries.add(query);
    }

    synchronized List<Explained> take() {
        var taken = List.copyOf(queries);
        queries.clear();
        return taken;
    }

    /** What is wrong with {@code taken}; empty where nothing is. */
    static List<String> faults(Question question, List<Explained> taken) {
        var faults = new ArrayList<String>();
        for (Explained query : taken) {
            var relations = new TreeSet<String>();
            for (String line : query.plan()) {
                Matcher scan = SCAN.matcher(line);
                if (scan.find() && !line.contains("never executed")) {
                    relations.add(scan.group(2));
                    if (scan.group(1).equals("Seq Scan") && !scan.group(2).equals("reading_type")) {
                        faults.add("reads all of " + scan.group(2));
                    }
                }
            }
            long chunks = relations.stream()
                    .filter(name -> CHUNK.matcher(name).matches())
                    .count();
            if (!question.readsRows() && (chunks > 0 || relations.contains("observation"))) {
                faults.add("reads raw observations: " + relations);
            }
            if (chunks > question.days() + 1L) {
                faults.add("touches " + chunks + " chunks of " + question.days() + " days");
            }
        }
        return faults;
    }

    /** Pages of 8 KiB that were looked at for {@code taken}, in memory or not: unlike times the same on any machine. */
    static long pages(List<Explained> taken) {
        long pages = 0;
        for (Explained query : taken) {
            // The first is that of the whole plan.
            Optional<Matcher> buffers = query.plan().stream()
                    .map(BUFFERS::matcher)
                    .filter(Matcher::matches)
                    .findFirst();
            if (buffers.isPresent()) {
                Matcher counts = PAGES.matcher(buffers.get().group());
                while (counts.find()) {
                    pages += Long.parseLong(counts.group(1));
                }
            }
        }
        return pages;
    }

    static void write(PrintWriter out, Question question, List<Explained> taken) {
        out.println("## " + question.name());
        out.println();
        out.println("GET " + question.path());
        for (Explained query : taken) {
            out.println();
            out.println("    " + query.sql().strip().replace("\n", "\n    "));
            out.println();
            query.plan().forEach(line -> out.println("    " + line));
        }
        out.println();
    }
}
