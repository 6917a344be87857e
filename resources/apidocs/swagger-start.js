'use strict';

SwaggerUIBundle({
    url: 'openapi.json',
    dom_id: '#swagger-ui',
    deepLinking: true,
    defaultModelsExpandDepth: 0,
    displayRequestDuration: true,
    docExpansion: 'list',
    tryItOutEnabled: true,
    // A validator would be somebody else's server.
    validatorUrl: null,
});
