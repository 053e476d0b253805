/** Apache Jena against a SPARQL endpoint: every form of query, both ways to send one, each format, errors, gzip. */
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.jena.atlas.web.HttpException;
import org.apache.jena.query.QueryExecution;
import org.apache.jena.query.ResultSetFormatter;
import org.apache.jena.rdf.model.Model;
import org.apache.jena.rdf.model.ModelFactory;
import org.apache.jena.rdfconnection.RDFConnection;
import org.apache.jena.rdfconnection.RDFConnectionRemote;
import org.apache.jena.riot.RDFDataMgr;
import org.apache.jena.sparql.exec.http.QueryExecutionHTTP;
import org.apache.jena.sparql.exec.http.QueryExecutionHTTPBuilder;
import org.apache.jena.sparql.exec.http.QuerySendMode;

class JenaClient {
  static final String GF = "PREFIX gf: <https://w3id.org/genfilm/ns/> PREFIX film: <https://w3id.org/genfilm/id/film/> ";
  static final String LONG = "# " + "x".repeat(60_000) + "\n";
  static final List<String> failed = new ArrayList<>();
  static int tried;

  static void holds(String name, Callable<Object> get, Object wanted) {
    tried++;
    try {
      Object got = get.call();
      if (!wanted.equals(got)) failed.add(name + ": " + got + ", right is " + wanted);
    } catch (Exception error) {
      failed.add(name + ": " + error);
    }
  }

  static int rows(QueryExecution asked) {
    try (asked) {
      return ResultSetFormatter.consume(asked.execSelect());
    }
  }

  public static void main(String[] args) {
    String url = args[0] + "/sparql";
    String films = GF + "SELECT ?film { ?film a gf:Film } LIMIT 9";
    for (QuerySendMode mode : List.of(QuerySendMode.asGetAlways, QuerySendMode.asPost, QuerySendMode.asPostForm)) {
      holds("SELECT " + mode, () -> rows(sent(url, mode, films).build()), 9);
      holds("ASK " + mode, () -> { try (var q = sent(url, mode, GF + "ASK { film:double-world a gf:Film }").build()) { return q.execAsk(); } }, true);
      holds("CONSTRUCT " + mode, () -> { try (var q = sent(url, mode, GF + "CONSTRUCT { ?f a gf:Film } { ?f a gf:Film } LIMIT 9").build()) { return q.execConstruct().size(); } }, 9L);
      holds("DESCRIBE " + mode, () -> { try (var q = sent(url, mode, GF + "DESCRIBE film:double-world").build()) { return q.execDescribe().size() > 5; } }, true);
      holds("error " + mode, () -> status(url, mode, "SELECT * { ?s ?p }"), 400);
      holds("refused " + mode, () -> status(url, mode, "SELECT * { SERVICE <http://127.0.0.1:9/> {} }"), 403);
    }
    for (String type : List.of("application/sparql-results+json", "application/sparql-results+xml", "text/csv", "text/tab-separated-values"))
      holds(type, () -> rows(sent(url, QuerySendMode.asPost, films).acceptHeader(type).build()), 9);
    for (String type : List.of("text/turtle", "application/n-triples", "application/rdf+xml", "application/ld+json"))
      holds(type, () -> { try (var q = sent(url, QuerySendMode.asPost, GF + "CONSTRUCT { ?f a gf:Film } { ?f a gf:Film } LIMIT 9").acceptHeader(type).build()) { return q.execConstruct().size(); } }, 9L);
    holds("a long query is sent with POST", () -> rows(QueryExecutionHTTP.service(url).queryString(LONG + films).build()), 9);
    holds("a long query with GET is refused aloud", () -> status(url, QuerySendMode.asGetAlways, "# " + "x".repeat(40_000) + "\n" + films), 414);
    holds("a graph of its own choice", () -> rows(sent(url, QuerySendMode.asPostForm, "SELECT * { ?s ?p ?o } LIMIT 3").addDefaultGraphURI("https://w3id.org/genfilm/graph/ontology").build()), 3);
    holds("quads", () -> { try (var q = sent(url, QuerySendMode.asPost, "SELECT DISTINCT ?g { GRAPH ?g { ?s a <https://w3id.org/genfilm/ns/Film> } }").build()) { return q.execSelect().hasNext(); } }, true);
    holds("a connection", () -> { try (RDFConnection c = RDFConnectionRemote.service(args[0]).queryEndpoint("sparql").build()) { return c.queryAsk("ASK {}"); } }, true);
    holds("a text beyond the basic plane", () -> { try (var q = sent(url, QuerySendMode.asPost, "SELECT ('𠮷\\r\\n\"影' AS ?x) {}").build()) { return q.execSelect().next().getLiteral("x").getString(); } }, "𠮷\r\n\"影");
    for (String path : List.of("/id/film/double-world", "/ns/Film", "/ontology", "/void", "/dumps/genfilm-full.owl", "/dumps/genfilm.ttl"))
      holds("load " + path, () -> { Model m = ModelFactory.createDefaultModel(); RDFDataMgr.read(m, args[0] + path); return m.size() > 5; }, true);
    failed.forEach(System.out::println);
    System.out.println("Jena: " + (tried - failed.size()) + " of " + tried + " hold");
    System.exit(failed.isEmpty() ? 0 : 1);
  }

  static QueryExecutionHTTPBuilder sent(String url, QuerySendMode mode, String query) {
    return QueryExecutionHTTP.service(url).sendMode(mode).queryString(query).httpHeader("Accept-Encoding", "gzip");
  }

  static int status(String url, QuerySendMode mode, String query) {
    try {
      rows(sent(url, mode, query).parseCheck(false).build());
      return 200;
    } catch (org.apache.jena.sparql.engine.http.QueryExceptionHTTP error) {
      return error.getStatusCode();
    } catch (HttpException error) {
      return error.getStatusCode();
    }
  }
}
