// The page of the REST interface: Swagger UI over our own description, nothing from elsewhere.
import "swagger-ui-dist/swagger-ui.css";
import "./swagger.css";
import SwaggerUI from "swagger-ui-dist/swagger-ui-es-bundle.js";

const place = document.querySelector<HTMLElement>("#api");
if (place) {
  SwaggerUI({
    domNode: place,
    url: place.dataset.description ?? "",
    docExpansion: "list",
    // With links for every route, its headings would hold a link inside a button.
    deepLinking: false,
    validatorUrl: null,
    tryItOutEnabled: true,
    // The page has its main part already; a second one within it confuses who goes from part to part.
    onComplete: () => place.querySelectorAll("main").forEach((inner) => inner.setAttribute("role", "presentation")),
  });
}
