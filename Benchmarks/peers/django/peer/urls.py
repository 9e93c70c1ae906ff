from django.urls import path

from . import portal, views

urlpatterns = [
    path("api/interviews/slots/", views.SlotList.as_view()),
    path("api/interviews/", views.CreateInterview.as_view()),
    path("api/interviews/slots/<uuid:slot>/book_slot/", views.BookSlot.as_view()),
    path("portal/", portal.page),
    path("portal/recordings/<uuid:recording>/chunks/<int:number>/", portal.chunk),
]
