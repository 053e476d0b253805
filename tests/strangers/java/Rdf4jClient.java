/** Eclipse RDF4J against a SPARQL endpoint: a repository without configuration, every form of query, errors, statements. */
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.eclipse.rdf4j.model.vocabulary.RDF;
import org.eclipse.rdf4j.query.QueryResults;
import org.eclipse.rdf4j.repository.sparql.SPARQLRepository;

class Rdf4jClient {
  static final String GF = "PREFIX gf: <https://w3id.org/genfilm/ns/> PREFIX film: <https://w3id.org/genfilm/id/film/> ";
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

  static boolean told(String query, org.eclipse.rdf4j.repository.RepositoryConnection c, String word) {
    try (var found = c.prepareTupleQuery(query).evaluate()) {
      return false;
    } catch (Exception error) {
      return String.valueOf(error.getMessage()).contains(word);
    }
  }

  public static void main(String[] args) {
    for (String form : List.of("GET and POST", "POST")) {
      SPARQLRepository repository = new SPARQLRepository(args[0] + "/sparql");
      if (form.equals("POST")) repository.setAdditionalHttpHeaders(java.util.Map.of("Accept-Encoding", "gzip"));
      try (var c = repository.getConnection()) {
        var film = c.getValueFactory().createIRI("https://w3id.org/genfilm/id/film/double-world");
        String long_ = form.equals("POST") ? "# " + "x".repeat(60_000) + "\n" : "";
        holds("SELECT " + form, () -> { try (var r = c.prepareTupleQuery(long_ + GF + "SELECT ?film { ?film a gf:Film } LIMIT 9").evaluate()) { return QueryResults.asList(r).size(); } }, 9);
        holds("ASK " + form, () -> c.prepareBooleanQuery(long_ + GF + "ASK { film:double-world a gf:Film }").evaluate(), true);
        holds("ASK false " + form, () -> c.prepareBooleanQuery(long_ + GF + "ASK { film:double-world a gf:Person }").evaluate(), false);
        holds("CONSTRUCT " + form, () -> { try (var r = c.prepareGraphQuery(long_ + GF + "CONSTRUCT { ?f a gf:Film } { ?f a gf:Film } LIMIT 9").evaluate()) { return QueryResults.asModel(r).size(); } }, 9);
        holds("DESCRIBE " + form, () -> { try (var r = c.prepareGraphQuery(long_ + GF + "DESCRIBE film:double-world").evaluate()) { return QueryResults.asModel(r).size() > 5; } }, true);
        holds("a binding " + form, () -> { var q = c.prepareTupleQuery(long_ + GF + "SELECT ?class { ?film a ?class }"); q.setBinding("film", film); try (var r = q.evaluate()) { return QueryResults.asList(r).size() >= 2; } }, true);
        holds("a wrong query " + form, () -> told("SELECT * { ?s ?p ", c, "line"), true);
        holds("statements " + form, () -> { try (var r = c.getStatements(film, RDF.TYPE, null)) { return QueryResults.asList(r).size() >= 2; } }, true);
        holds("has a statement " + form, () -> c.hasStatement(film, RDF.TYPE, c.getValueFactory().createIRI("https://w3id.org/genfilm/ns/Film"), false), true);
        holds("graphs " + form, () -> { try (var r = c.getContextIDs()) { return QueryResults.asList(r).size() > 10; } }, true);
        holds("size " + form, () -> c.size() > 10_000, true);
        holds("a text " + form, () -> { try (var r = c.prepareTupleQuery(long_ + "SELECT ('𠮷\\r\\n\"影' AS ?x) {}").evaluate()) { return r.next().getValue("x").stringValue(); } }, "𠮷\r\n\"影");
      }
      repository.shutDown();
    }
    failed.forEach(System.out::println);
    System.out.println("RDF4J: " + (tried - failed.size()) + " of " + tried + " hold");
    System.exit(failed.isEmpty() ? 0 : 1);
  }
}
