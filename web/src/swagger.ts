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
    deepLinking: true,
    validatorUrl: null,
    tryItOutEnabled: true,
  });
}
