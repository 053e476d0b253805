/** A client that openapi-generator makes of the description of the service: ten operations, typed, and an error. */
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import rest.*;
import rest.CitationsApi.*;
import rest.ClaimsApi.*;
import rest.EntitiesApi.*;
import rest.FindingApi.*;
import rest.QueriesApi.*;
import rest.QuestionsApi.*;

class RestClient {
  static final List<String> failed = new ArrayList<>();
  static int tried;

  static void holds(String name, Callable<Boolean> test) {
    tried++;
    try {
      if (!test.call()) failed.add(name);
    } catch (Exception error) {
      failed.add(name + ": " + error);
    }
  }

  public static void main(String[] args) {
    ApiClient client = new ApiClient();
    client.updateBaseUri(args[0]);
    var claims = new ClaimsApi(client);
    var entities = new EntitiesApi(client);
    var finding = new FindingApi(client);
    var queries = new QueriesApi(client);
    holds("claims", () -> {
      var rows = claims.listClaims(APIListClaimsRequest.newBuilder().verdict(List.of("disputed")).size(1000).build()).getData();
      return !rows.isEmpty() && rows.stream().allMatch(row -> "disputed".equals(String.valueOf(row.getVerdict())));
    });
    holds("claim", () -> claims.getClaim(APIGetClaimRequest.newBuilder().source("zhang-2026").id("N16").build()).getData().getAssessment().getVerdictLabel().getZh().equals("受质疑"));
    holds("citation", () -> new CitationsApi(client).cite(APICiteRequest.newBuilder().source("zhang-2026").id("N16").build()).getData().toString().contains("10.3969/j.issn.2096-711X"));
    holds("entities", () -> entities.listEntities(APIListEntitiesRequest.newBuilder().propertyClass("gf:Film").build()).getData().size() >= 9);
    holds("entity", () -> entities.getEntity(APIGetEntityRequest.newBuilder().kind("film").slug("double-world").build()).getData().getLabel().getZh().equals("征途"));
    holds("questions", () -> queries.listQueries(APIListQueriesRequest.newBuilder().build()).getData().size() > 60);
    holds("question", () -> new QuestionsApi(client).strategiesForActor(APIStrategiesForActorRequest.newBuilder().actor("制片公司").build()).getData().stream().anyMatch(row -> "120".equals(row.getPage())));
    holds("values", () -> queries.listParameterValues(APIListParameterValuesRequest.newBuilder().query("strategies-for-actor").parameter("actor").build()).getData().stream().anyMatch(each -> each.getLabel().getEn().equals("production companies")));
    holds("search", () -> finding.search(APISearchRequest.newBuilder().q("版權").build()).getData().size() > 3);
    holds("suggest", () -> finding.suggest(APISuggestRequest.newBuilder().q("liulang").build()).getData().stream().anyMatch(each -> each.getLabels().toString().contains("流浪地球")));
    holds("ask", () -> finding.ask(APIAskRequest.newBuilder().q("Which claims are disputed?").build()).getData().getUnderstood().getId().equals("disputed-claims"));
    holds("graph", () -> finding.graph(APIGraphRequest.newBuilder().focus("film:double-world").build()).getData().getEdges().size() > 3);
    holds("problem", () -> {
      try {
        claims.listClaims(APIListClaimsRequest.newBuilder().stage(List.of("nowhere")).build());
        return false;
      } catch (ApiException error) {
        return error.getCode() == 400 && error.getResponseBody().contains("distribution");
      }
    });
    failed.forEach(System.out::println);
    System.out.println("openapi-generator (Java): " + (tried - failed.size()) + " of " + tried + " hold");
    System.exit(failed.isEmpty() ? 0 : 1);
  }
}
