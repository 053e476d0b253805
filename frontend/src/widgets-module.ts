// The widgets as an ES module: they ask the service that the module comes from, or the one that is set.
import { service } from "./widget";
import "./widgets";

service(import.meta.url);

export { service };
